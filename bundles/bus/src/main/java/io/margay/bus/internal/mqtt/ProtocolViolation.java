package io.margay.bus.internal.mqtt;

/** A client did what MQTT forbids; its connection is closed. The message says what. */
final class ProtocolViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProtocolViolation(String message) {
    super(message, null, false, false);
  }
}
