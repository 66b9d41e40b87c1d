package io.margay.bus.internal.mqtt.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Builds CONNECT packets, right ones and wrong ones (section 3.1 of both versions). */
final class Connect {
  private static final int CLEAN = 0x02;
  private static final int WILL = 0x04;
  private static final int RETAIN = 0x20;
  private static final int PASSWORD = 0x40;
  private static final int USER = 0x80;

  private final Version version;
  private final byte[] clientId;
  private String protocol = "MQTT";
  private int level;
  private int flags = CLEAN;
  private int keepAlive = 60;
  private Properties properties = Properties.none();
  private final Bytes will = new Bytes();
  private final Bytes credentials = new Bytes();

  private Connect(Version version, byte[] clientId) {
    this.version = version;
    this.level = version.level;
    this.clientId = clientId;
  }

  static Connect as(Version version, String clientId) {
    return new Connect(version, clientId.getBytes(UTF_8));
  }

  static Connect as(Version version, byte[] clientId) {
    return new Connect(version, clientId);
  }

  /** Clean session off, or clean start off. */
  Connect resume() {
    flags &= ~CLEAN;
    return this;
  }

  Connect protocol(String name, int number) {
    protocol = name;
    level = number;
    return this;
  }

  Connect keepAlive(int seconds) {
    keepAlive = seconds;
    return this;
  }

  Connect properties(Properties with) {
    properties = with;
    return this;
  }

  /** Session expiry for MQTT 5; in 3.1.1 a session that is resumed is kept by itself. */
  Connect kept() {
    return version == Version.V5
        ? properties(Properties.with(Properties.SESSION_EXPIRY, 1000L)).resume()
        : resume();
  }

  Connect will(String topic, String payload, int qos, boolean retain) {
    return will(topic, payload, qos, retain, Properties.none());
  }

  Connect will(String topic, String payload, int qos, boolean retain, Properties with) {
    return will(topic.getBytes(UTF_8), payload, qos, retain, with);
  }

  Connect will(byte[] topic, String payload, int qos, boolean retain, Properties with) {
    flags |= WILL | qos << 3 | (retain ? RETAIN : 0);
    if (version == Version.V5) {
      will.raw(with.encoded());
    }
    will.binary(topic).text(payload);
    return this;
  }

  Connect user(String name) {
    return user(name.getBytes(UTF_8));
  }

  Connect user(byte[] name) {
    flags |= USER;
    credentials.binary(name);
    return this;
  }

  Connect password(String password) {
    flags |= PASSWORD;
    credentials.text(password);
    return this;
  }

  /** Sets flags without giving what belongs to them. */
  Connect lie(int moreFlags) {
    flags |= moreFlags;
    return this;
  }

  /** Clears flags although what belongs to them is there. */
  Connect hide(int fewerFlags) {
    flags &= ~fewerFlags;
    return this;
  }

  Packet packet() {
    Bytes body = Bytes.bytes().text(protocol).u8(level).u8(flags).u16(keepAlive);
    if (version == Version.V5) {
      body.raw(properties.encoded());
    }
    body.binary(clientId).raw(will.done()).raw(credentials.done());
    return Packet.of(version, PacketType.CONNECT, body);
  }
}
