package io.margay.itest.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One MQTT 3.1.1 connection of a load program, as lean as it can be: packets are counted where they
 * lie in the buffer, and nothing is allocated per message.
 */
final class LoadClient implements AutoCloseable {
  static final int PAYLOAD = 100;

  private static final int CONNACK = 2;
  private static final int PUBLISH = 3;
  private static final int PUBACK = 4;
  private static final int SUBACK = 9;
  private static final int LARGEST_ID = 65_535;
  private static final int KEEP_ALIVE_SECONDS = 600;

  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteBuffer in;
  private final ByteBuffer out;
  private final Arrival arrival;
  private int lastId;
  private int unacknowledged;
  private int answers;

  /** What is done with a message that came in. */
  interface Arrival {

    /**
     * @param payload where the payload begins in the buffer
     */
    void came(ByteBuffer buffer, int payload);
  }

  LoadClient(Selector selector, int port, String clientId, int buffer, Arrival arrival) {
    this.in = ByteBuffer.allocateDirect(buffer);
    this.out = ByteBuffer.allocateDirect(buffer);
    this.arrival = arrival;
    try {
      channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      key = channel.register(selector, SelectionKey.OP_READ, this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    connect(clientId);
  }

  private void connect(String clientId) {
    byte[] id = clientId.getBytes(StandardCharsets.UTF_8);
    out.put((byte) 0x10).put((byte) (12 + id.length));
    out.putShort((short) 4).put("MQTT".getBytes(StandardCharsets.UTF_8));
    out.put((byte) 4).put((byte) 2).putShort((short) KEEP_ALIVE_SECONDS);
    out.putShort((short) id.length).put(id);
    flush();
  }

  void subscribe(String filter, int qos) {
    byte[] text = filter.getBytes(StandardCharsets.UTF_8);
    out.put((byte) 0x82).put((byte) (5 + text.length)).putShort((short) nextId());
    out.putShort((short) text.length).put(text).put((byte) qos);
    flush();
  }

  private int nextId() {
    lastId = lastId == LARGEST_ID ? 1 : lastId + 1;
    return lastId;
  }

  /** Whether another message fits into what is written with the next flush. */
  boolean hasRoom() {
    return out.remaining() > 4 * PAYLOAD;
  }

  /** Writes a message whose payload begins with a number; it goes with the next flush. */
  void publish(byte[] topic, int qos, long stamp) {
    int length = 2 + topic.length + (qos > 0 ? 2 : 0) + PAYLOAD;
    out.put((byte) (0x30 | qos << 1));
    if (length > 127) {
      out.put((byte) (length | 0x80)).put((byte) (length >> 7));
    } else {
      out.put((byte) length);
    }
    out.putShort((short) topic.length).put(topic);
    if (qos > 0) {
      out.putShort((short) nextId());
      unacknowledged++;
    }
    out.putLong(stamp);
    out.position(out.position() + PAYLOAD - Long.BYTES);
  }

  /** Messages of QoS 1 that the broker has not taken over yet. */
  int unacknowledged() {
    return unacknowledged;
  }

  /** How many CONNACK and SUBACK have come. */
  int answers() {
    return answers;
  }

  void flush() {
    if (out.position() == 0) {
      return;
    }
    try {
      out.flip();
      channel.write(out);
      boolean left = out.hasRemaining();
      out.compact();
      key.interestOps(left ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what has come and answers it. */
  void read() {
    try {
      if (channel.read(in) < 0) {
        throw new IllegalStateException("the broker closed a connection");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    in.flip();
    int end = in.limit();
    int at = 0;
    while (true) {
      int next = packet(at, end);
      if (next < 0) {
        break;
      }
      at = next;
    }
    in.position(at);
    in.compact();
    flush();
  }

  /**
   * Takes the packet that begins here; returns where the next one begins, -1 if it is not whole.
   */
  private int packet(int at, int end) {
    int length = 0;
    int body = at + 1;
    int shift = 0;
    while (true) {
      if (body >= end) {
        return -1;
      }
      int digit = in.get(body++);
      length |= (digit & 0x7f) << shift;
      shift += 7;
      if (digit >= 0) {
        break;
      }
    }
    if (body + length > end) {
      return -1;
    }
    int first = in.get(at) & 0xff;
    switch (first >> 4) {
      case PUBLISH -> arrived(first >> 1 & 3, body);
      case PUBACK -> unacknowledged--;
      case CONNACK, SUBACK -> {
        if ((in.get(body + length - 1) & 0x80) != 0
            || (first >> 4 == CONNACK && in.get(body + 1) != 0)) {
          throw new IllegalStateException("the broker refuses");
        }
        answers++;
      }
      default -> throw new IllegalStateException("a packet of type " + (first >> 4));
    }
    return body + length;
  }

  private void arrived(int qos, int body) {
    int payload = body + 2 + in.getShort(body);
    if (qos > 0) {
      out.put((byte) 0x40).put((byte) 2).putShort(in.getShort(payload));
      payload += 2;
    }
    arrival.came(in, payload);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
