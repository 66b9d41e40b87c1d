package io.margay.bus.internal.mqtt.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A socket that MQTT packets go into and come out of; nothing happens by itself. */
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Version version;
  private final Socket socket;
  private final DataInputStream in;

  RawClient(int port, Version version) {
    this.version = version;
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      in = new DataInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Version version() {
    return version;
  }

  RawClient send(Connect connect) {
    return send(connect.packet());
  }

  /** Sends packets in one piece. */
  RawClient send(Packet... packets) {
    Bytes all = new Bytes();
    for (Packet packet : packets) {
      all.raw(packet.bytes());
    }
    return send(all.done());
  }

  RawClient send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (SocketException closedByTheBroker) {
      // What the test expects of the broker is found by reading.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  RawClient publish(String topic, String payload, int qos, int id) {
    return send(Packet.publish(version, topic, payload, qos, id));
  }

  /** Publishes with properties of MQTT 5. */
  RawClient publish(String topic, String payload, int qos, int id, Properties properties) {
    return send(Packet.publish(version, topic, payload, qos, id, properties));
  }

  /** Publishes and goes through the flow to its end; a broker may pass on at PUBREL only. */
  RawClient deliver(String topic, String payload, int qos, int id) {
    return deliver(Packet.publish(version, topic, payload, qos, id));
  }

  RawClient deliver(Packet publish) {
    send(publish);
    if (publish.qos() == 1) {
      expect(PacketType.PUBACK);
    } else if (publish.qos() == 2) {
      expect(PacketType.PUBREC);
      ack(PacketType.PUBREL, publish.id()).expect(PacketType.PUBCOMP);
    }
    return this;
  }

  RawClient ack(PacketType type, int id) {
    return send(Packet.ack(version, type, id));
  }

  /** Subscribes and takes the SUBACK. */
  RawClient subscribe(String filter, int options) {
    return subscribe(filter, options, Properties.none());
  }

  RawClient subscribe(String filter, int options, Properties properties) {
    send(Packet.subscribe(version, 1, filter, options, properties));
    assertThat(expect(PacketType.SUBACK).codes()).containsExactly(options & 3);
    return this;
  }

  /** The next packet. */
  Packet receive() {
    try {
      Packet packet = read();
      if (packet == null) {
        throw new AssertionError("the broker closed the connection instead of sending a packet");
      }
      return packet;
    } catch (SocketTimeoutException e) {
      throw new AssertionError("no packet came within " + PATIENCE_MILLIS + " ms", e);
    } catch (IOException e) {
      throw new AssertionError("the connection broke instead of sending a packet", e);
    }
  }

  private Packet read() throws IOException {
    int first = in.read();
    if (first < 0) {
      return null;
    }
    int length = 0;
    for (int shift = 0; ; shift += 7) {
      assertThat(shift).as("bits of the remaining length").isLessThan(28);
      int digit = in.readUnsignedByte();
      length |= (digit & 0x7f) << shift;
      if (digit < 0x80) {
        assertThat(digit > 0 || shift == 0).as("the length has no more bytes than needed").isTrue();
        break;
      }
    }
    byte[] body = new byte[length];
    in.readFully(body);
    return new Packet(version, first, body);
  }

  /** The next packet, which must be of this type. */
  Packet expect(PacketType type) {
    Packet packet = receive();
    assertThat(packet.type()).as("type of %s", packet).isEqualTo(type);
    return packet;
  }

  /** The next packet, which must be a message with this payload. */
  Packet expectMessage(String payload) {
    Packet packet = expect(PacketType.PUBLISH);
    assertThat(packet.payload()).isEqualTo(payload);
    return packet;
  }

  /** Good-bye. */
  void disconnect() {
    send(Packet.empty(version, PacketType.DISCONNECT));
    expectCloseWithoutPacket();
  }

  /** Whether the broker answers; what was sent before has been worked off then. */
  RawClient ping() {
    send(Packet.empty(version, PacketType.PINGREQ));
    expect(PacketType.PINGRESP);
    return this;
  }

  /** The broker must close; what it sends before is returned. */
  List<Packet> expectClose() {
    List<Packet> last = new ArrayList<>();
    try {
      while (true) {
        Packet packet = read();
        if (packet == null) {
          return last;
        }
        last.add(packet);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the broker keeps the connection; it sent " + last, e);
    } catch (EOFException | SocketException reset) {
      return last;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The broker must close and send nothing more. */
  void expectCloseWithoutPacket() {
    assertThat(expectClose()).isEmpty();
  }

  /**
   * The broker must not let the client in: MQTT 3.1.1 has it close (3.1.4-1), MQTT 5 allows a
   * CONNACK first, whose reason is one of these.
   */
  void expectNotLetIn(Integer... reasons) {
    List<Packet> last = expectClose();
    if (version == Version.V3_1_1) {
      assertThat(last).isEmpty();
    } else if (!last.isEmpty()) {
      assertThat(last).hasSize(1);
      assertThat(last.get(0).type()).isEqualTo(PacketType.CONNACK);
      assertThat(last.get(0).sessionPresent()).isFalse();
      assertThat(last.get(0).reason()).isIn((Object[]) reasons);
    }
  }

  /** Waits for a CONNACK with this code and the end of the connection. */
  void expectRefusal(int code) {
    Packet answer = expect(PacketType.CONNACK);
    assertThat(answer.reason()).isEqualTo(code);
    assertThat(answer.sessionPresent()).isFalse();
    expectCloseWithoutPacket();
  }

  /**
   * The broker must end the connection as section 4.8 of MQTT 3.1.1 or 4.13 of MQTT 5.0 says: MQTT
   * 5 allows a DISCONNECT first, whose reason is one of these.
   */
  void expectError(Integer... reasons) {
    List<Packet> last = expectClose();
    if (version == Version.V3_1_1) {
      assertThat(last).isEmpty();
    } else if (!last.isEmpty()) {
      assertThat(last).hasSize(1);
      assertThat(last.get(0).type()).isEqualTo(PacketType.DISCONNECT);
      assertThat(last.get(0).reason()).isIn((Object[]) reasons);
    }
  }

  /**
   * The broker must end the connection, or, which MQTT 5 allows for a filter, refuse it with one of
   * these reasons in SUBACK.
   */
  void expectErrorOrFailure(Integer... reasons) {
    if (version == Version.V5) {
      Packet answer = receive();
      if (answer.type() == PacketType.SUBACK) {
        assertThat(answer.codes()).singleElement().isIn((Object[]) reasons);
        return;
      }
      assertThat(answer.type()).isEqualTo(PacketType.DISCONNECT);
      assertThat(answer.reason()).isIn((Object[]) reasons);
      expectCloseWithoutPacket();
    } else {
      expectCloseWithoutPacket();
    }
  }

  /** Breaks the connection without DISCONNECT. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
