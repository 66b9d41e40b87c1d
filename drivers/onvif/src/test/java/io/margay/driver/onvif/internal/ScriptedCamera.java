package io.margay.driver.onvif.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A camera that gives to each operation the answer that a test has written, in bytes that no sane
 * server would send if need be, and remembers what it was asked.
 */
public final class ScriptedCamera implements AutoCloseable {
  private static final Pattern OPERATION = Pattern.compile("<s:Body><\\w+:(\\w+)");
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

  private final ServerSocket listening;
  private final Map<String, UnaryOperator<String>> script = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /** One that tells its time and has all services, and otherwise knows what it is told. */
  public ScriptedCamera() throws IOException {
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    answers("GetSystemDateAndTime", Soap.dateAndTime(2026, 11, 27, 10, 15, 0));
    answers("GetServices", Soap.services(port()));
    Thread thread = new Thread(this::serve, "scripted camera");
    thread.setDaemon(true);
    thread.start();
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** From now on an operation, or a GET of a path, is answered with 200 and this body. */
  public ScriptedCamera answers(String operation, String body) {
    return sends(operation, request -> http(200, "", Soap.envelope(body)));
  }

  /** From now on it is answered with these very bytes, which may depend on the request. */
  public ScriptedCamera sends(String operation, UnaryOperator<String> bytes) {
    script.put(operation, bytes);
    return this;
  }

  /** An answer with its head. */
  public static String http(int status, String headers, String body) {
    return "HTTP/1.1 %d x\r\nContent-Type: application/soap+xml\r\n%sContent-Length: %d\r\n\r\n%s"
        .formatted(status, headers, body.getBytes(UTF_8).length, body);
  }

  /** What it was asked, head and body, in order. */
  public List<String> requests() {
    return requests;
  }

  /** The last request for an operation. */
  public String last(String operation) {
    return requests.stream()
        .filter(request -> request.contains(":" + operation + ">") || request.contains(operation))
        .reduce((one, other) -> other)
        .orElseThrow(() -> new AssertionError(operation + " was not asked for"));
  }

  private void serve() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        open.add(socket);
        Thread thread = new Thread(() -> converse(socket), "scripted camera's connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void converse(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (String request = request(in); !request.isEmpty(); request = request(in)) {
        requests.add(request);
        String answer = script.getOrDefault(key(request), ScriptedCamera::unknown).apply(request);
        socket.getOutputStream().write(answer.getBytes(UTF_8));
        if (answer.contains("Connection: close")) {
          return;
        }
      }
    } catch (IOException e) {
      return;
    } finally {
      open.remove(socket);
    }
  }

  private static String key(String request) {
    Matcher operation = OPERATION.matcher(request);
    return operation.find() ? operation.group(1) : request.split(" ", 3)[1];
  }

  private static String unknown(String request) {
    return http(400, "", Soap.envelope(Soap.fault("ter:ActionNotSupported", "not in the script")));
  }

  private static String request(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    Matcher length = LENGTH.matcher(head);
    int count = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return new String(head.toString().getBytes(ISO_8859_1), UTF_8)
        + new String(in.readNBytes(count), UTF_8);
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
