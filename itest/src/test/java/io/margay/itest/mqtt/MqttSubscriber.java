package io.margay.itest.mqtt;

import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** {@code mosquitto_sub}, listening. */
public final class MqttSubscriber implements AutoCloseable {
  private static final String MESSAGE = "MSG ";

  private final RunningProgram program;

  private MqttSubscriber(RunningProgram program) {
    this.program = program;
  }

  /** Subscribes with QoS 1, and returns once the broker has said that it is so. */
  public static MqttSubscriber to(int port, String... filters) {
    return with(own(port), filters);
  }

  /** The same with a session of QoS 2 that is kept while the client is away. */
  public static MqttSubscriber kept(int port, String clientId, String... filters) {
    List<String> connection = new ArrayList<>(own(port));
    connection.addAll(List.of("-q", "2", "-c", "-i", clientId));
    return with(connection, filters);
  }

  /** Subscribes as {@link #to}, with these options of mosquitto_sub about the connection. */
  public static MqttSubscriber with(List<String> connection, String... filters) {
    return subscribe("%p", connection, filters);
  }

  /**
   * Subscribes, and returns once the broker has said that it is so.
   *
   * @param format what is shown of a message as its payload, in mosquitto_sub's words
   * @param options further ones of mosquitto_sub
   */
  public static MqttSubscriber to(
      int port, String format, List<String> options, String... filters) {
    List<String> all = new ArrayList<>(own(port));
    all.addAll(options);
    return subscribe(format, all, filters);
  }

  private static List<String> own(int port) {
    return List.of("-h", "127.0.0.1", "-p", "" + port);
  }

  private static MqttSubscriber subscribe(String format, List<String> options, String... filters) {
    List<String> command =
        new ArrayList<>(
            List.of(Program.STDBUF.path(), "-oL", Program.MOSQUITTO_SUB.path(), "-d", "-q", "1"));
    command.addAll(options);
    command.addAll(List.of("-F", MESSAGE + "%t " + format));
    for (String filter : filters) {
      command.addAll(List.of("-t", filter));
    }
    RunningProgram program =
        RunningProgram.start(WorkFolder.numbered("mosquitto_sub", "log"), Map.of(), command);
    try {
      program.output().await(0, "Subscribed (mid");
      return new MqttSubscriber(program);
    } catch (AssertionError e) {
      program.close();
      throw e;
    }
  }

  /** A place in the stream of messages: what follows it arrives from now on. */
  public int mark() {
    return program.output().mark();
  }

  /** What arrived after a mark. */
  public List<Message> since(int mark) {
    return program.output().since(mark).stream()
        .filter(line -> line.startsWith(MESSAGE))
        .map(MqttSubscriber::message)
        .toList();
  }

  /** Waits for a message that arrives after a mark. */
  public Message await(int mark, String what, Predicate<Message> wanted) {
    String line =
        program
            .output()
            .await(mark, what, text -> text.startsWith(MESSAGE) && wanted.test(message(text)));
    return message(line);
  }

  private static Message message(String line) {
    String[] parts = line.split(" ", 3);
    return new Message(parts[1], parts[2]);
  }

  public boolean isConnected() {
    return program.isAlive();
  }

  @Override
  public void close() {
    program.close();
  }
}
