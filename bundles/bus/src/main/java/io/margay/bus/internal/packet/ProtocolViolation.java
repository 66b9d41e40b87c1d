package io.margay.bus.internal.packet;

import static java.util.Objects.requireNonNull;

/** A client did what MQTT forbids; its connection is closed. The message says what. */
public final class ProtocolViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ReasonCode reason;

  public ProtocolViolation(ReasonCode reason, String message) {
    super(message, null, false, false);
    this.reason = requireNonNull(reason, "reason");
  }

  /** What does not follow the wire format (MQTT 5.0, section 4.13.1). */
  public static ProtocolViolation malformed(String message) {
    return new ProtocolViolation(ReasonCode.MALFORMED_PACKET, message);
  }

  /** What follows the wire format and must not be said. */
  public static ProtocolViolation protocolError(String message) {
    return new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, message);
  }

  /** What the client is told, if its version of MQTT can tell it. */
  public ReasonCode reason() {
    return reason;
  }
}
