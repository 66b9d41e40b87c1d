package io.margay.bus.internal.mqtt.conformance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** One packet on the wire, and what stands in it. */
record Packet(Version version, int first, byte[] body) {

  static Packet of(Version version, PacketType type, Bytes body) {
    return new Packet(version, type.first, body.done());
  }

  /** An acknowledgement that is as short as it may be, or another packet with an id alone. */
  static Packet ack(Version version, PacketType type, int id) {
    return of(version, type, Bytes.bytes().u16(id));
  }

  /** An acknowledgement of MQTT 5 with a reason. */
  static Packet ack(PacketType type, int id, int reason) {
    return of(Version.V5, type, Bytes.bytes().u16(id).u8(reason));
  }

  static Packet empty(Version version, PacketType type) {
    return of(version, type, Bytes.bytes());
  }

  static Packet publish(Version version, String topic, String payload, int qos, int id) {
    return publish(version, topic, payload, qos, id, Properties.none());
  }

  static Packet publish(
      Version version, String topic, String payload, int qos, int id, Properties properties) {
    Bytes body = Bytes.bytes().text(topic);
    if (qos > 0) {
      body.u16(id);
    }
    properties(version, body, properties).raw(payload.getBytes(StandardCharsets.UTF_8));
    return new Packet(version, PacketType.PUBLISH.first | qos << 1, body.done());
  }

  /** The same packet with the retain flag. */
  Packet retained() {
    return new Packet(version, first | 1, body);
  }

  /** The same packet with the duplicate flag. */
  Packet duplicate() {
    return new Packet(version, first | 8, body);
  }

  /** The same packet with other flags. */
  Packet flags(int flags) {
    return new Packet(version, first & 0xf0 | flags, body);
  }

  static Packet subscribe(Version version, int id, String filter, int options) {
    return subscribe(version, id, filter, options, Properties.none());
  }

  static Packet subscribe(
      Version version, int id, String filter, int options, Properties properties) {
    Bytes body = properties(version, Bytes.bytes().u16(id), properties);
    return of(version, PacketType.SUBSCRIBE, body.text(filter).u8(options));
  }

  static Packet unsubscribe(Version version, int id, String... filters) {
    Bytes body = properties(version, Bytes.bytes().u16(id), Properties.none());
    List.of(filters).forEach(body::text);
    return of(version, PacketType.UNSUBSCRIBE, body);
  }

  private static Bytes properties(Version version, Bytes body, Properties properties) {
    return version == Version.V5 ? body.raw(properties.encoded()) : body;
  }

  byte[] bytes() {
    return Bytes.bytes().u8(first).variable(body.length).raw(body).done();
  }

  PacketType type() {
    return PacketType.of(first);
  }

  int qos() {
    return first >> 1 & 3;
  }

  boolean isDuplicate() {
    return (first & 8) != 0;
  }

  boolean isRetained() {
    return (first & 1) != 0;
  }

  /** The packet id; 0 when there is none. */
  int id() {
    ByteBuffer in = ByteBuffer.wrap(body);
    if (type() == PacketType.PUBLISH) {
      Properties.text(in);
      return qos() == 0 ? 0 : in.getShort() & 0xffff;
    }
    return in.getShort() & 0xffff;
  }

  String topic() {
    return Properties.text(ByteBuffer.wrap(body));
  }

  String payload() {
    ByteBuffer in = behindHeader();
    if (version == Version.V5) {
      Properties.decode(in);
    }
    byte[] payload = new byte[in.remaining()];
    in.get(payload);
    return new String(payload, StandardCharsets.UTF_8);
  }

  Properties properties() {
    ByteBuffer in = behindHeader();
    return version == Version.V5 && in.hasRemaining() ? Properties.decode(in) : Properties.none();
  }

  private ByteBuffer behindHeader() {
    ByteBuffer in = ByteBuffer.wrap(body);
    int skipped =
        switch (type()) {
          case PUBLISH -> Properties.binary(in).length + 2 + (qos() > 0 ? 2 : 0);
          case CONNACK -> 2;
          case SUBACK, UNSUBACK -> 2;
          case PUBACK, PUBREC, PUBREL, PUBCOMP -> Math.min(3, body.length);
          case DISCONNECT, AUTH -> Math.min(1, body.length);
          default -> 0;
        };
    return in.position(skipped);
  }

  /** The reason code, or CONNACK's return code; 0 where it is left out. */
  int reason() {
    int at =
        switch (type()) {
          case CONNACK -> 1;
          case PUBACK, PUBREC, PUBREL, PUBCOMP -> 2;
          case DISCONNECT, AUTH -> 0;
          default -> throw new AssertionError("no reason code in " + this);
        };
    return body.length > at ? body[at] & 0xff : 0;
  }

  boolean sessionPresent() {
    return (body[0] & 1) != 0;
  }

  /** The codes of SUBACK or UNSUBACK. */
  List<Integer> codes() {
    ByteBuffer in = behindHeader();
    if (version == Version.V5) {
      Properties.decode(in);
    }
    List<Integer> codes = new ArrayList<>();
    while (in.hasRemaining()) {
      codes.add(in.get() & 0xff);
    }
    return codes;
  }

  @Override
  public String toString() {
    return "%s flags %d %s"
        .formatted(type(), first & 15, HexFormat.ofDelimiter(" ").formatHex(body));
  }
}
