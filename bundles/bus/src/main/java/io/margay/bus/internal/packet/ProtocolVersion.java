package io.margay.bus.internal.packet;

/** The versions of MQTT that the broker speaks. */
public enum ProtocolVersion {
  MQTT_3_1("MQIsdp", 3, "3.1"),
  MQTT_3_1_1("MQTT", 4, "3.1.1"),
  MQTT_5("MQTT", 5, "5.0");

  private final String protocol;
  private final int level;
  private final String text;

  ProtocolVersion(String protocol, int level, String text) {
    this.protocol = protocol;
    this.level = level;
    this.text = text;
  }

  /**
   * The version that the first two fields of CONNECT name (MQTT 5.0, sections 3.1.2.1 and 3.1.2.2).
   */
  static ProtocolVersion of(String protocol, int level) {
    boolean known = false;
    for (ProtocolVersion version : values()) {
      if (version.protocol.equals(protocol)) {
        if (version.level == level) {
          return version;
        }
        known = true;
      }
    }
    if (known) {
      throw new ProtocolViolation(
          ReasonCode.UNSUPPORTED_PROTOCOL_VERSION,
          "protocol level " + level + " of " + protocol + ", expected 4 or 5");
    }
    throw ProtocolViolation.malformed("CONNECT for another protocol than MQTT");
  }

  /** Whether packets have properties and answers have reason codes. */
  public boolean hasProperties() {
    return this == MQTT_5;
  }

  /** As people write it. */
  @Override
  public String toString() {
    return text;
  }
}
