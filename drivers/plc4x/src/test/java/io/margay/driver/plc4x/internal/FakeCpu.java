package io.margay.driver.plc4x.internal;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A CPU that speaks as much of S7 as the tests need: DB 1 of 256 bytes, read and written; any other
 * block does not exist, and is refused with a length that no data follows, as real ones do it.
 */
final class FakeCpu implements AutoCloseable {
  private static final int COTP_CONNECT = 0xE0;
  private static final int SETUP = 0xF0;
  private static final int READ = 4;
  private static final int WRITE = 5;
  private static final int ITEM = 12;

  /** Bytes of the transport sizes bit, byte, character, word, integer, double word, … real. */
  private static final int[] SIZES = {0, 1, 1, 1, 2, 2, 4, 4, 4};

  private static final byte[] NO_SUCH_BLOCK = {0x0A, 0, 0, 4};

  private final byte[] memory = new byte[256];
  private final Set<Socket> conversations = ConcurrentHashMap.newKeySet();
  private final ServerSocket server;

  FakeCpu() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Closes all connections, as a CPU does that stops. */
  void hangUp() throws IOException {
    for (Socket socket : conversations) {
      socket.close();
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "fake cpu");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        conversations.add(socket);
        start(() -> converse(socket));
      }
    } catch (IOException e) {
      return; // closed
    }
  }

  private void converse(Socket socket) {
    try (socket;
        DataInputStream in = new DataInputStream(socket.getInputStream())) {
      while (true) {
        in.readShort();
        byte[] frame = new byte[in.readUnsignedShort() - 4];
        in.readFully(frame);
        byte[] answer = answer(frame);
        ByteBuffer tpkt = ByteBuffer.allocate(answer.length + 4);
        tpkt.putShort((short) 0x0300).putShort((short) (answer.length + 4)).put(answer);
        socket.getOutputStream().write(tpkt.array());
      }
    } catch (IOException e) {
      return; // one side has gone
    } finally {
      conversations.remove(socket);
    }
  }

  private synchronized byte[] answer(byte[] frame) {
    if ((frame[1] & 0xFF) == COTP_CONNECT) {
      byte[] confirm = frame.clone();
      confirm[1] = (byte) 0xD0;
      return confirm;
    }
    ByteBuffer s7 = ByteBuffer.wrap(frame, 3, frame.length - 3).slice();
    short reference = s7.getShort(4);
    int parametersLength = s7.getShort(6);
    byte[] parameters = Arrays.copyOfRange(frame, 13, 13 + parametersLength);
    byte[] data = Arrays.copyOfRange(frame, 13 + parametersLength, frame.length);
    return switch (parameters[0] & 0xFF) {
      case SETUP -> message(reference, parameters, new byte[0]);
      case READ -> message(reference, new byte[] {READ, parameters[1]}, read(parameters));
      case WRITE -> message(reference, new byte[] {WRITE, parameters[1]}, write(parameters, data));
      default -> throw new IllegalArgumentException("function " + parameters[0]);
    };
  }

  private byte[] read(byte[] parameters) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < parameters[1]; i++) {
      Item item = Item.at(parameters, 2 + i * ITEM);
      if (item.block != 1) {
        out.writeBytes(NO_SUCH_BLOCK);
        continue;
      }
      if (out.size() % 2 != 0) {
        out.write(0);
      }
      int at = item.bit / 8;
      ByteBuffer head = ByteBuffer.allocate(4).put((byte) 0xFF).put((byte) (item.isBit ? 3 : 4));
      head.putShort((short) (item.isBit ? 1 : item.length * 8));
      out.writeBytes(head.array());
      if (item.isBit) {
        out.write(memory[at] >> item.bit % 8 & 1);
      } else {
        out.write(memory, at, item.length);
      }
    }
    return out.toByteArray();
  }

  private byte[] write(byte[] parameters, byte[] data) {
    byte[] codes = new byte[parameters[1]];
    int at = 0;
    for (int i = 0; i < codes.length; i++) {
      Item item = Item.at(parameters, 2 + i * ITEM);
      int length = item.isBit ? 1 : item.length;
      if (item.block != 1) {
        codes[i] = 0x0A;
      } else if (item.isBit) {
        int mask = 1 << item.bit % 8;
        memory[item.bit / 8] =
            (byte) (data[at + 4] != 0 ? memory[item.bit / 8] | mask : memory[item.bit / 8] & ~mask);
        codes[i] = (byte) 0xFF;
      } else {
        System.arraycopy(data, at + 4, memory, item.bit / 8, length);
        codes[i] = (byte) 0xFF;
      }
      at += 4 + length + length % 2;
    }
    return codes;
  }

  private static byte[] message(short reference, byte[] parameters, byte[] data) {
    ByteBuffer out = ByteBuffer.allocate(3 + 12 + parameters.length + data.length);
    out.put(new byte[] {2, (byte) 0xF0, (byte) 0x80, 0x32, 3, 0, 0}).putShort(reference);
    out.putShort((short) parameters.length).putShort((short) data.length).putShort((short) 0);
    return out.put(parameters).put(data).array();
  }

  /** A place in memory; bit counts from the start of the block. */
  private record Item(boolean isBit, int length, int block, int bit) {
    static Item at(byte[] parameters, int offset) {
      ByteBuffer item = ByteBuffer.wrap(parameters, offset, ITEM);
      return new Item(
          item.get(offset + 3) == 1,
          item.getShort(offset + 4) * SIZES[item.get(offset + 3)],
          item.getShort(offset + 6),
          item.getInt(offset + 8) & 0xFFFFFF);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
