package io.margay.bus.internal.packet;

/** What a packet is, by the upper half of its first byte (MQTT 5.0, section 2.1.2). */
public enum PacketType {
  CONNECT(1, 0),
  CONNACK(2, 0),
  PUBLISH(3, 0),
  PUBACK(4, 0),
  PUBREC(5, 0),
  PUBREL(6, 2),
  PUBCOMP(7, 0),
  SUBSCRIBE(8, 2),
  SUBACK(9, 0),
  UNSUBSCRIBE(10, 2),
  UNSUBACK(11, 0),
  PINGREQ(12, 0),
  PINGRESP(13, 0),
  DISCONNECT(14, 0),
  AUTH(15, 0);

  private static final PacketType[] BY_NUMBER = values();

  private final int firstByte;

  PacketType(int number, int flags) {
    firstByte = number << 4 | flags;
  }

  /** The first byte of such a packet; that of PUBLISH has flags besides. */
  public int firstByte() {
    return firstByte;
  }

  /** The type of the packet that begins with a byte whose flags are what the type demands. */
  static PacketType of(int firstByte) {
    int number = firstByte >> 4;
    if (number == 0) {
      throw ProtocolViolation.malformed("a packet of the reserved type 0");
    }
    PacketType type = BY_NUMBER[number - 1];
    if (type != PUBLISH && type.firstByte != firstByte) {
      throw ProtocolViolation.malformed(type + " with wrong flags");
    }
    return type;
  }
}
