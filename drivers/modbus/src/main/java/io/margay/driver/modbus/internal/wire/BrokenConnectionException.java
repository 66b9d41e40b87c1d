package io.margay.driver.modbus.internal.wire;

/** A connection cannot be used any longer; the message says why, to people. */
final class BrokenConnectionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean closedByPeer;

  private BrokenConnectionException(String message, boolean closedByPeer) {
    super(message);
    this.closedByPeer = closedByPeer;
  }

  static BrokenConnectionException because(String reason) {
    return new BrokenConnectionException(reason, false);
  }

  /** The peer hung up before it sent a byte of an answer. */
  static BrokenConnectionException closedByPeer(String reason) {
    return new BrokenConnectionException(reason, true);
  }

  /** Whether a fresh connection may do better: many devices hang up when they were idle. */
  boolean isClosedByPeer() {
    return closedByPeer;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
