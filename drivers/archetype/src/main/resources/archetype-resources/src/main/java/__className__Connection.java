package ${package};

import io.margay.dmi.driver.Deadline;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Speaks with one device. This is the class to fill in: what goes over the wire is here, and
 * nowhere else.
 *
 * <p>As it comes, it sends a line over TCP and gets a line back: {@code read temp} is answered with
 * {@code 21.5}, {@code write limit 30} with {@code ok}, either with {@code error} and a reason.
 */
final class ${className}Connection {
  private static final String ERROR = "error ";
  private static final int LONGEST_LINE = 4096;

  private final Socket socket;
  private final InputStream in;

  private ${className}Connection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** The device understood, and does not do it; the conversation goes on. */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    Refusal(String reason) {
      super(reason);
    }
  }

  /** A channel's socket, because an interrupt ends its calls; a plain socket is deaf to it. */
  static ${className}Connection open(String host, int port, Deadline deadline) throws IOException {
    Socket socket = SocketChannel.open().socket();
    try {
      InetSocketAddress address = new InetSocketAddress(host, port);
      if (address.isUnresolved()) {
        throw new IOException("no such host");
      }
      socket.connect(address, millis(deadline));
      return new ${className}Connection(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** The value of an item, as text. */
  String read(String item, Deadline deadline) throws IOException, Refusal {
    return ask("read " + item, deadline);
  }

  /** Gives an item another value. */
  void write(String item, String value, Deadline deadline) throws IOException, Refusal {
    ask("write " + item + " " + value, deadline);
  }

  private String ask(String request, Deadline deadline) throws IOException, Refusal {
    if (request.indexOf('\n') >= 0) {
      throw new Refusal("a value of several lines would be several requests");
    }
    socket.getOutputStream().write((request + "\n").getBytes(StandardCharsets.UTF_8));
    String answer = line(deadline);
    if (answer.startsWith(ERROR)) {
      throw new Refusal(answer.substring(ERROR.length()));
    }
    return answer;
  }

  /** Neither waits longer than it may nor keeps more than a line can have. */
  private String line(Deadline deadline) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (line.size() < LONGEST_LINE) {
      socket.setSoTimeout(millis(deadline));
      int next = in.read();
      if (next == '\n') {
        return line.toString(StandardCharsets.UTF_8);
      }
      if (next < 0) {
        throw new IOException("the device has closed the connection");
      }
      line.write(next);
    }
    throw new IOException("found no end of line in " + LONGEST_LINE + " bytes");
  }

  /** Ends the conversation; does not wait for the device. */
  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      return; // it is of no use any more, closed or not
    }
  }

  /** At least one: for a socket, 0 is for ever. */
  private static int millis(Deadline deadline) {
    return (int) Math.max(1, deadline.remainingMillis());
  }
}
