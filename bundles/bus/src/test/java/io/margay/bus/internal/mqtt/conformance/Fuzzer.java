package io.margay.bus.internal.mqtt.conformance;

import static io.margay.bus.internal.mqtt.conformance.Bytes.bytes;

import java.util.Arrays;
import java.util.Random;

/**
 * Makes packets that are nearly right: valid ones of both versions that are changed a little, and
 * now and then mere noise. The same seed makes the same packets.
 */
final class Fuzzer {
  private static final byte[] EDGES = {0, 1, 2, 0x7f, (byte) 0x80, (byte) 0xff};

  private final Random random;
  private int gentleness;

  Fuzzer(long seed) {
    this.random = new Random(seed);
  }

  Version version() {
    return random.nextBoolean() ? Version.V5 : Version.V3_1_1;
  }

  int upTo(int most) {
    return random.nextInt(most + 1);
  }

  /**
   * A CONNECT, which is as it must be two times out of three. What follows it has few mistakes on
   * one connection, so that it gets far, and many on another.
   */
  byte[] first(Version version) {
    gentleness = 2 << random.nextInt(5);
    byte[] right = connect(version).packet().bytes();
    return random.nextInt(3) == 0 ? changed(right) : right;
  }

  /** Any packet, valid or changed. */
  byte[] next(Version version) {
    byte[] right = valid(version).bytes();
    if (random.nextInt(gentleness) > 0) {
      return right;
    }
    return random.nextInt(10) == 0 ? noise(random.nextInt(64)) : changed(right);
  }

  private Connect connect(Version version) {
    Connect connect = Connect.as(version, "fuzz-" + random.nextInt(8));
    if (random.nextInt(4) == 0) {
      connect.kept();
    }
    if (random.nextInt(3) == 0) {
      connect.will("will/" + random.nextInt(4), text(), random.nextInt(3), random.nextBoolean());
    }
    if (random.nextInt(4) == 0) {
      connect.user("someone").password("secret");
    }
    return connect;
  }

  private Packet valid(Version version) {
    int id = random.nextInt(12) + 1;
    String topic = "fuzz/" + random.nextInt(6);
    return switch (random.nextInt(13)) {
      case 0, 1, 2 ->
          Packet.publish(version, topic, text(), random.nextInt(3), id, messageProperties());
      case 3 -> Packet.publish(version, topic, text(), random.nextInt(3), id).retained();
      case 4 -> Packet.publish(version, topic, text(), 1 + random.nextInt(2), id).duplicate();
      case 5, 6 -> Packet.subscribe(version, id, filter(), random.nextInt(3));
      case 7 -> Packet.unsubscribe(version, id, filter(), filter());
      case 8 -> Packet.ack(version, PacketType.PUBACK, id);
      case 9 -> Packet.ack(version, PacketType.PUBREC, id);
      case 10 -> Packet.ack(version, PacketType.PUBREL, id);
      case 11 -> Packet.ack(version, PacketType.PUBCOMP, id);
      default -> Packet.empty(version, PacketType.PINGREQ);
    };
  }

  private Properties messageProperties() {
    Properties properties = Properties.none();
    if (random.nextBoolean()) {
      properties.user(text(), text());
    }
    if (random.nextInt(4) == 0) {
      properties.and(Properties.TOPIC_ALIAS, 1 + random.nextInt(12));
    }
    if (random.nextInt(4) == 0) {
      properties.and(Properties.MESSAGE_EXPIRY, (long) random.nextInt(3));
    }
    if (random.nextInt(4) == 0) {
      properties.and(Properties.RESPONSE_TOPIC, "answer");
    }
    return properties;
  }

  private String filter() {
    String[] filters = {"fuzz/#", "fuzz/+", "#", "fuzz/1", "$share/g/fuzz/#", "$SYS/#", "+/+/+"};
    return filters[random.nextInt(filters.length)];
  }

  private String text() {
    return "x".repeat(random.nextInt(40));
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  private byte[] changed(byte[] right) {
    byte[] packet = right.clone();
    switch (random.nextInt(6)) {
      case 0 -> {
        for (int flips = random.nextInt(4); flips >= 0; flips--) {
          packet[random.nextInt(packet.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case 1 -> packet = Arrays.copyOf(packet, random.nextInt(packet.length));
      case 2 -> packet[1] = (byte) (packet[1] + random.nextInt(9) - 4);
      case 3 -> packet[random.nextInt(packet.length)] = EDGES[random.nextInt(EDGES.length)];
      case 4 -> {
        int at = random.nextInt(packet.length);
        packet =
            bytes()
                .raw(Arrays.copyOf(packet, at))
                .raw(noise(1 + random.nextInt(4)))
                .raw(Arrays.copyOfRange(packet, at, packet.length))
                .done();
      }
      default -> packet[0] = (byte) random.nextInt(256);
    }
    return packet;
  }
}
