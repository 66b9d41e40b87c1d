package io.margay.bus.internal.packet;

/** The flags of CONNECT, which must not contradict each other (MQTT 5.0, section 3.1.2.3). */
record ConnectFlags(
    boolean user, boolean password, boolean willRetain, int willQos, boolean will, boolean clean) {

  private static final int HIGHEST_QOS = 2;

  static ConnectFlags of(int bits, ProtocolVersion version) {
    ConnectFlags flags =
        new ConnectFlags(
            (bits & 0x80) != 0,
            (bits & 0x40) != 0,
            (bits & 0x20) != 0,
            bits >> 3 & 3,
            (bits & 0x04) != 0,
            (bits & 0x02) != 0);
    if ((bits & 0x01) != 0 && version != ProtocolVersion.MQTT_3_1) {
      throw ProtocolViolation.malformed("CONNECT with its reserved flag set");
    }
    if (flags.password && !flags.user && version != ProtocolVersion.MQTT_5) {
      throw ProtocolViolation.malformed("CONNECT with a password but no user name");
    }
    if (flags.willQos > HIGHEST_QOS) {
      throw ProtocolViolation.malformed("CONNECT with a will of QoS " + flags.willQos);
    }
    if (!flags.will && (flags.willQos != 0 || flags.willRetain)) {
      throw ProtocolViolation.malformed("CONNECT with will flags but no will");
    }
    return flags;
  }
}
