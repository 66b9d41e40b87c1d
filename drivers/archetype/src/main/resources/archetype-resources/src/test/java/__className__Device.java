package ${package};

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** Stands in for a device, in tests and for people who have none at hand. */
final class ${className}Device implements AutoCloseable {
  private final ServerSocket server;
  private volatile double limit = 30;

  private ${className}Device(ServerSocket server) {
    this.server = server;
  }

  /** Listens on the port that is its argument, until the process ends. */
  public static void main(String[] arguments) throws IOException {
    System.out.println("listening on port " + start(Integer.parseInt(arguments[0])).port());
  }

  /** Listens on a port of this machine; 0 is any that is free. */
  static ${className}Device start(int port) throws IOException {
    ${className}Device device =
        new ${className}Device(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()));
    new Thread(device::listen, "device").start();
    return device;
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void listen() {
    while (!server.isClosed()) {
      try {
        Socket caller = server.accept();
        new Thread(() -> serve(caller), "device answers").start();
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket caller) {
    try (caller;
        BufferedReader requests =
            new BufferedReader(
                new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = requests.readLine(); line != null; line = requests.readLine()) {
        String answer = answer(line.split(" ")) + "\n";
        caller.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      return; // the caller has gone
    }
  }

  private String answer(String[] words) {
    return switch (words[0] + " " + words[1]) {
      case "read temp" -> "" + ThreadLocalRandom.current().nextInt(200, 230) / 10.0;
      case "read limit" -> "" + limit;
      case "write limit" -> {
        limit = Double.parseDouble(words[2]);
        yield "ok";
      }
      default -> "error no such item";
    };
  }
}
