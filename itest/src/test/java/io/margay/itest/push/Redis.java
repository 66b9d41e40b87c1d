package io.margay.itest.push;

import io.margay.itest.node.Distribution;
import io.margay.itest.support.Program;
import io.margay.itest.support.ReservedPort;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Debian's Redis with a password; it comes back, empty, on the port that it had. */
final class Redis implements AutoCloseable {
  static final String PASSWORD = "ocelot";

  private final ReservedPort port = new ReservedPort();
  private final Path folder;
  private RunningProgram program;

  Redis() {
    try {
      folder = Files.createTempDirectory("margay-redis-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
  }

  void start() {
    program =
        RunningProgram.start(
            WorkFolder.numbered("redis", "log"),
            Map.of(),
            List.of(
                Program.REDIS_SERVER.path(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port.number()),
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--requirepass",
                PASSWORD));
    program.output().await(0, "Ready to accept connections");
  }

  void stop() {
    program.kill();
  }

  String address() {
    return "127.0.0.1:" + port.number();
  }

  /** What {@code redis-cli} prints for a command. */
  List<String> ask(String... command) {
    List<String> words =
        new ArrayList<>(
            List.of(Program.REDIS_CLI.path(), "-p", Integer.toString(port.number()), "--raw"));
    words.addAll(List.of(command));
    RunningProgram.Result result = RunningProgram.run(Map.of("REDISCLI_AUTH", PASSWORD), words);
    if (result.exitCode() != 0) {
      throw new AssertionError("redis-cli failed: " + result.text());
    }
    return result.lines();
  }

  @Override
  public void close() {
    program.close();
    port.close();
    Distribution.delete(folder);
  }
}
