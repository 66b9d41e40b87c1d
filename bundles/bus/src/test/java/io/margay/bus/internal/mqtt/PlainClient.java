package io.margay.bus.internal.mqtt;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Speaks MQTT 3.1.1 packet by packet, so that a test decides about every one of them. */
final class PlainClient implements AutoCloseable {
  static final int PUBLISH = 3;
  static final int PUBACK = 4;
  static final int PUBREC = 5;
  static final int PUBREL = 6;
  static final int PUBCOMP = 7;
  static final int SUBACK = 9;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  /** What came: the first byte's type and flags, the packet id, and the text of a PUBLISH. */
  record Packet(int type, int qos, boolean duplicate, int id, String text) {}

  PlainClient(int port, String clientId, boolean clean) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = new DataOutputStream(socket.getOutputStream());
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(body);
    fields.writeUTF("MQTT");
    fields.writeByte(4);
    fields.writeByte(clean ? 2 : 0);
    fields.writeShort(0);
    fields.writeUTF(clientId);
    send(0x10, body.toByteArray());
    in.readFully(new byte[4]);
  }

  void subscribe(String filter, int qos) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(body);
    fields.writeShort(1);
    fields.writeUTF(filter);
    fields.writeByte(qos);
    send(0x82, body.toByteArray());
  }

  void publish(String topic, int qos, int id, boolean duplicate, String text) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(body);
    fields.writeUTF(topic);
    fields.writeShort(id);
    fields.write(text.getBytes(StandardCharsets.UTF_8));
    send(0x30 | (duplicate ? 8 : 0) | (qos << 1), body.toByteArray());
  }

  /** PUBACK, PUBREC, PUBREL or PUBCOMP. */
  void reply(int type, int id) throws IOException {
    send((type << 4) | (type == PUBREL ? 2 : 0), new byte[] {(byte) (id >> 8), (byte) id});
  }

  private void send(int first, byte[] body) throws IOException {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(first);
    int left = body.length;
    do {
      packet.write((left % 128) | (left >= 128 ? 128 : 0));
      left /= 128;
    } while (left > 0);
    packet.write(body);
    out.write(packet.toByteArray());
  }

  /** The next packet; an {@link IOException} when the connection is gone. */
  Packet read() throws IOException {
    int first = in.readUnsignedByte();
    int length = 0;
    int shift = 0;
    int digit;
    do {
      digit = in.readUnsignedByte();
      length |= (digit & 127) << shift;
      shift += 7;
    } while (digit >= 128);
    byte[] body = new byte[length];
    in.readFully(body);
    int type = first >> 4;
    if (type != PUBLISH) {
      return new Packet(type, 0, false, number(body, 0), "");
    }
    int at = 2 + number(body, 0);
    String text = new String(body, at + 2, length - at - 2, StandardCharsets.UTF_8);
    return new Packet(type, (first >> 1) & 3, (first & 8) != 0, number(body, at), text);
  }

  private static int number(byte[] bytes, int at) {
    return ((bytes[at] & 255) << 8) | (bytes[at + 1] & 255);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
