package io.margay.bus.internal.mqtt.conformance;

/** Packet types of MQTT with their numbers and the flags that the specification gives them. */
enum PacketType {
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

  /** The first byte of a packet, with the flags as they must be. */
  final int first;

  PacketType(int number, int flags) {
    this.first = number << 4 | flags;
  }

  static PacketType of(int first) {
    return BY_NUMBER[(first >> 4) - 1];
  }
}
