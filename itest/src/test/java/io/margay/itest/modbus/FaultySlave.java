package io.margay.itest.modbus;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Modbus TCP slave that does what real ones do on a bad day. Knows function code 3 only: holding
 * register {@code a} holds {@code a}.
 */
public final class FaultySlave implements AutoCloseable {
  private static final int MBAP = 7;
  private static final int READ_HOLDING = 3;
  private static final int ILLEGAL_ADDRESS = 2;

  private final ServerSocket listener;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Mode mode = Mode.NORMAL;
  private volatile int hole = -1;
  private volatile int closeAfter = Integer.MAX_VALUE;

  /** What it does with a request. */
  public enum Mode {
    NORMAL,
    /** Takes it and says nothing. */
    SILENT,
    /** Sends the first half of the answer, and no more. */
    HALF_FRAME,
    /** Sends bytes that are no Modbus. */
    GARBAGE,
    /** Answers in the name of another unit. */
    WRONG_UNIT,
    /** Hangs up. */
    HANG_UP
  }

  public FaultySlave() {
    try {
      listener = new ServerSocket();
      listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon("faulty slave " + port(), this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** How many requests came so far. */
  public int requests() {
    return requests.get();
  }

  public FaultySlave be(Mode wanted) {
    mode = wanted;
    return this;
  }

  /** Answers requests that touch this register with exception 2. */
  public FaultySlave withHoleAt(int register) {
    hole = register;
    return this;
  }

  /** Hangs up on each connection after so many requests. */
  public FaultySlave closeAfter(int count) {
    closeAfter = count;
    return this;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket connection = listener.accept();
        connections.add(connection);
        daemon("faulty slave's connection", () -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(connection.getInputStream());
      for (int served = 0; served < closeAfter; served++) {
        byte[] header = in.readNBytes(MBAP);
        if (header.length < MBAP) {
          return;
        }
        int rest = ByteBuffer.wrap(header).getShort(4) - 1;
        ByteBuffer request = ByteBuffer.wrap(in.readNBytes(rest));
        requests.incrementAndGet();
        if (!answer(ByteBuffer.wrap(header), request, connection.getOutputStream())) {
          return;
        }
      }
    } catch (IOException e) {
      connections.remove(connection);
    }
  }

  /** Returns whether the connection is kept. */
  private boolean answer(ByteBuffer header, ByteBuffer request, OutputStream out)
      throws IOException {
    byte[] good = frame(header.getShort(0), header.get(MBAP - 1), pdu(request));
    switch (mode) {
      case NORMAL -> out.write(good);
      case SILENT -> {}
      case HALF_FRAME -> out.write(good, 0, good.length / 2);
      case GARBAGE -> out.write("HTTP/1.1 400 Bad Request\r\nServer: none\r\n\r\n".getBytes());
      case WRONG_UNIT ->
          out.write(frame(header.getShort(0), (byte) (header.get(MBAP - 1) + 1), pdu(request)));
      case HANG_UP -> {
        return false;
      }
    }
    return true;
  }

  private byte[] pdu(ByteBuffer request) {
    int function = request.get(0);
    int address = request.getShort(1) & 0xffff;
    int quantity = request.getShort(3);
    if (function != READ_HOLDING) {
      return new byte[] {(byte) (function | 0x80), 1};
    }
    if (hole >= address && hole < address + quantity) {
      return new byte[] {(byte) (function | 0x80), ILLEGAL_ADDRESS};
    }
    ByteBuffer pdu = ByteBuffer.allocate(2 + 2 * quantity);
    pdu.put((byte) function).put((byte) (2 * quantity));
    for (int i = 0; i < quantity; i++) {
      pdu.putShort((short) (address + i));
    }
    return pdu.array();
  }

  private static byte[] frame(short transaction, byte unit, byte[] pdu) {
    return ByteBuffer.allocate(MBAP + pdu.length)
        .putShort(transaction)
        .putShort((short) 0)
        .putShort((short) (pdu.length + 1))
        .put(unit)
        .put(pdu)
        .array();
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
