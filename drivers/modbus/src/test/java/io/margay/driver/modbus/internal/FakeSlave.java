package io.margay.driver.modbus.internal;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Modbus TCP slave that can misbehave, written from the specification and not on the library
 * under test. It records what it is asked; a register's value is its address.
 */
final class FakeSlave implements AutoCloseable {

  /** Answers a request with bytes on the wire; null for silence. */
  interface Behaviour {
    byte[] answer(Request request) throws IOException;
  }

  /** A request as it came over the wire. */
  record Request(int transaction, int unit, int function, int address, int count) {

    @Override
    public String toString() {
      return "unit %d fc %d %d+%d".formatted(unit, function, address, count);
    }
  }

  /** Hang up instead of an answer. */
  static final byte[] HANG_UP = {};

  private final ServerSocket server;
  private final Behaviour behaviour;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();

  FakeSlave(Behaviour behaviour) throws IOException {
    this.behaviour = behaviour;
    this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  List<String> requests() {
    return requests.stream().map(Request::toString).toList();
  }

  int connectionsAccepted() {
    return accepted.get();
  }

  /** The answer of a slave in good order, where a register's value is its address. */
  static byte[] good(Request request) {
    return switch (request.function()) {
      case 1, 2 -> {
        int bytes = (request.count() + 7) / 8;
        yield frame(request, request.function(), concat(bytes, new byte[bytes]));
      }
      case 3, 4 -> {
        ByteBuffer data = ByteBuffer.allocate(request.count() * 2);
        for (int i = 0; i < request.count(); i++) {
          data.putShort((short) (request.address() + i));
        }
        yield frame(request, request.function(), concat(request.count() * 2, data.array()));
      }
      default ->
          frame(
              request,
              request.function(),
              ByteBuffer.allocate(4)
                  .putShort((short) request.address())
                  .putShort((short) request.count())
                  .array());
    };
  }

  static byte[] exception(Request request, int code) {
    return frame(request, request.function() | 0x80, new byte[] {(byte) code});
  }

  /** Refuses requests that touch an address from {@code first} to {@code last}. */
  static Behaviour withHole(int first, int last) {
    return request ->
        request.address() <= last && request.address() + request.count() > first
            ? exception(request, 2)
            : good(request);
  }

  static byte[] frame(Request request, int function, byte[] data) {
    return ByteBuffer.allocate(8 + data.length)
        .putShort((short) request.transaction())
        .putShort((short) 0)
        .putShort((short) (2 + data.length))
        .put((byte) request.unit())
        .put((byte) function)
        .put(data)
        .array();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }

  private static byte[] concat(int first, byte[] rest) {
    return ByteBuffer.allocate(1 + rest.length).put((byte) first).put(rest).array();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        accepted.incrementAndGet();
        connections.add(connection);
        start(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      DataInputStream in = new DataInputStream(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      while (true) {
        byte[] header = in.readNBytes(6);
        if (header.length < 6) {
          return;
        }
        byte[] bytes = in.readNBytes(ByteBuffer.wrap(header).getShort(4));
        ByteBuffer body = ByteBuffer.wrap(Arrays.copyOf(bytes, Math.max(6, bytes.length)));
        Request request =
            new Request(
                ByteBuffer.wrap(header).getShort(0) & 0xffff,
                body.get(0) & 0xff,
                body.get(1) & 0xff,
                body.getShort(2) & 0xffff,
                body.getShort(4) & 0xffff);
        requests.add(request);
        byte[] answer = behaviour.answer(request);
        if (answer == HANG_UP) {
          return;
        }
        if (answer != null) {
          out.write(answer);
        }
      }
    } catch (IOException e) {
      return; // the test has closed it
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "fake-slave");
    thread.setDaemon(true);
    thread.start();
  }
}
