package io.margay.dmi.driver.example;

import io.margay.dmi.AccessMode;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.PropertyType;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.tck.Counterparty;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A device that answers lines; it knows {@code temp} and {@code speed}. */
final class LineDevice implements Counterparty {
  private final Map<String, String> items =
      new ConcurrentHashMap<>(Map.of("temp", "21.5", "speed", "100"));
  private final ServerSocket server;

  LineDevice() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    start(this::accept);
  }

  static DeviceSpec at(int port, String... items) {
    List<PropertySpec> properties = new java.util.ArrayList<>();
    for (String item : items) {
      properties.add(
          new PropertySpec(
              properties.size(),
              item,
              PropertyType.STRING,
              AccessMode.READ_WRITE,
              Map.of("item", item)));
    }
    return new DeviceSpec(new NamespacedName("default", "line"), Map.of("port", port), properties);
  }

  @Override
  public DeviceSpec device() {
    return at(server.getLocalPort(), "temp", "lost", "speed");
  }

  @Override
  public Set<String> failing() {
    return Set.of("lost");
  }

  @Override
  public Map<String, Object> writable() {
    return Map.of("speed", "120", "temp", "7");
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = server.accept();
        start(() -> serve(connection));
      }
    } catch (IOException e) {
      return; // the test has closed it
    }
  }

  private void serve(Socket connection) {
    try (connection;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        connection
            .getOutputStream()
            .write((answer(line.split(" ", -1)) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      return; // the driver has gone
    }
  }

  private String answer(String[] words) {
    if (!items.containsKey(words[1])) {
      return "error unknown item";
    }
    if (words[0].equals("SET")) {
      items.put(words[1], words[2]);
    }
    return words[1] + " " + items.get(words[1]);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "line device");
    thread.setDaemon(true);
    thread.start();
  }
}
