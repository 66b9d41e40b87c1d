package io.margay.dmi.driver.example;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.PropertyWrite;
import io.margay.dmi.driver.ReadPlan;
import io.margay.dmi.driver.ReadingSink;
import io.margay.dmi.driver.WriteResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The conversation with one device. A channel's socket, because an interrupt ends its calls. */
final class LineSession implements DeviceSession {
  private final Socket socket;
  private final BufferedReader in;

  private LineSession(Socket socket) throws IOException {
    this.socket = socket;
    this.in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  record Plan(List<PropertySpec> properties) implements ReadPlan {
    @Override
    public int requests() {
      return properties.size();
    }
  }

  static LineSession open(int port, Deadline deadline) throws DriverException {
    Socket socket = null;
    try {
      socket = SocketChannel.open().socket();
      socket.connect(new InetSocketAddress("127.0.0.1", port), millis(deadline));
      return new LineSession(socket);
    } catch (IOException e) {
      close(socket);
      throw new DriverException("port " + port + " cannot be reached: " + e, e);
    }
  }

  @Override
  public ReadPlan plan(List<PropertySpec> properties) {
    return new Plan(List.copyOf(properties));
  }

  @Override
  public void read(ReadPlan plan, ReadingSink sink, Deadline deadline) throws DriverException {
    for (PropertySpec property : ((Plan) plan).properties()) {
      String answer = ask("GET " + item(property), deadline);
      if (answer.startsWith("error ")) {
        sink.bad(property, answer.substring("error ".length()));
      } else {
        sink.good(property, answer.substring(answer.indexOf(' ') + 1));
      }
    }
  }

  @Override
  public List<WriteResult> write(List<PropertyWrite> writes, Deadline deadline)
      throws DriverException {
    List<WriteResult> results = new ArrayList<>();
    for (PropertyWrite write : writes) {
      String answer = ask("SET " + item(write.property()) + " " + write.value(), deadline);
      results.add(answer.startsWith("error ") ? WriteResult.failed(answer) : WriteResult.DONE);
    }
    return results;
  }

  String ask(String line, Deadline deadline) throws DriverException {
    try {
      socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      socket.setSoTimeout(millis(deadline));
      String answer = in.readLine();
      if (answer == null) {
        throw new DriverException("the device has closed the connection");
      }
      return answer;
    } catch (IOException e) {
      throw new DriverException("no answer to " + line + ": " + e, e);
    }
  }

  @Override
  public void close() {
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      return; // it is of no use any more, closed or not
    }
  }

  private static String item(PropertySpec property) {
    return String.valueOf(property.settings().get("item"));
  }

  private static int millis(Deadline deadline) {
    return (int) Math.max(1, deadline.remainingMillis());
  }
}
