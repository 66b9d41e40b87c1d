package io.margay.edged.internal.server;

import io.margay.edged.engine.Container;
import io.margay.edged.engine.ContainerStreams;
import io.margay.edged.engine.ExecResult;
import io.margay.edged.engine.Sandbox;
import io.margay.edged.engine.StreamOptions;
import io.margay.edged.internal.talk.Conversation;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Runs, joins and reaches programs in pods for those who may: to their end, or over a WebSocket.
 */
final class ProgramRoutes {
  private static final Duration RUN_TIMEOUT = Duration.ofSeconds(60);
  private static final int MOST_WORDS = 256;

  private final ContainerFinder containers;

  ProgramRoutes(ContainerFinder containers) {
    this.containers = containers;
  }

  void run(Query query, Reply reply) throws RequestException {
    List<String> command =
        query.all("command").isEmpty()
            ? List.of(query.text("cmd").strip().split("\\s+"))
            : query.all("command");
    expectProgram(command);
    ExecResult result = containers.engine().exec(running(query).id(), command, RUN_TIMEOUT);
    reply.send(
        result.timedOut() ? 504 : 200,
        "text/plain; charset=utf-8",
        result.output() + result.errors(),
        Map.of("X-Exit-Code", String.valueOf(result.exitCode())));
  }

  void exec(Query query, Reply reply) throws IOException, RequestException {
    List<String> command = query.all("command");
    expectProgram(command);
    StreamOptions options = streams(query);
    String id = running(query).id();
    talk(reply, options, () -> containers.engine().execStreams(id, command, options));
  }

  void join(Query query, Reply reply) throws IOException, RequestException {
    StreamOptions options = streams(query);
    String id = running(query).id();
    talk(reply, options, () -> containers.engine().attach(id, options));
  }

  /** Opens the streams of a program. */
  private interface Opening {
    ContainerStreams open() throws RequestException;
  }

  private static void talk(Reply reply, StreamOptions options, Opening program)
      throws IOException, RequestException {
    try (ContainerStreams streams = program.open()) {
      new ProgramChannels(reply.upgrade()).join(streams, options);
    }
  }

  void portForward(Query query, Reply reply) throws IOException, RequestException {
    List<String> path = query.path();
    if (path.size() != 3 && path.size() != 4) {
      throw new RequestException(404, "expected /portForward/<namespace>/<pod>");
    }
    long port = query.number("port");
    if (port < 1 || port > 65_535 || query.all("port").size() != 1) {
      throw new RequestException(400, "port: expected one number from 1 to 65535");
    }
    Sandbox sandbox = containers.sandbox(path.get(1), path.get(2));
    new PortChannels(reply.upgrade()).join(containers.engine(), sandbox.id(), (int) port);
  }

  private static StreamOptions streams(Query query) throws RequestException {
    boolean tty = query.flag("tty");
    StreamOptions options =
        new StreamOptions(
            query.flag("input"), query.flag("output"), query.flag("error") && !tty, tty);
    if (!options.stdin() && !options.stdout() && !options.stderr()) {
      throw new RequestException(
          400, "input, output, error: expected at least one of them to be 1");
    }
    return options;
  }

  private static void expectProgram(List<String> command) throws RequestException {
    if (command.isEmpty() || command.get(0).isEmpty() || command.size() > MOST_WORDS) {
      throw new RequestException(400, "command: expected 1 to %d words".formatted(MOST_WORDS));
    }
  }

  private Container running(Query query) throws RequestException {
    List<String> names = ContainerFinder.names(query);
    return containers.running(names.get(0), names.get(1), names.get(2));
  }

  void attach(Query query, Reply reply) throws IOException, RequestException {
    StreamOptions output = new StreamOptions(false, true, false, false);
    try (ContainerStreams streams = containers.engine().attach(running(query).id(), output);
        OutputStream body = reply.stream("application/octet-stream")) {
      Conversation.copy(streams.stdout(), body);
    }
  }
}
