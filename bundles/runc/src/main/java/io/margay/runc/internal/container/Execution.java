package io.margay.runc.internal.container;

import io.margay.edged.engine.ContainerStreams;
import io.margay.edged.engine.ExecResult;
import io.margay.edged.engine.StreamOptions;
import io.margay.runc.internal.process.Programs;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Runs further programs in containers. */
public final class Execution {
  private final Containers containers;
  private final Programs programs;

  public Execution(Containers containers, Programs programs) {
    this.containers = containers;
    this.programs = programs;
  }

  public ExecResult run(String containerId, List<String> command, Duration timeout) {
    Programs.Outcome outcome =
        programs.run(
            timeout, containers.execCommand(containerId, command), Map.of(), Programs.Input.NONE);
    return new ExecResult(
        outcome.exitCode(), outcome.output(), outcome.errors(), outcome.timedOut());
  }

  /** Runs a program with its streams open. */
  public ContainerStreams open(String containerId, List<String> command, StreamOptions options) {
    if (options.tty()) {
      return TerminalStreams.open(programs, containers.execCommand(containerId, command, "--tty"));
    }
    return new Streams(
        Programs.start(containers.execCommand(containerId, command), Map.of()), options);
  }

  private record Streams(Process process, StreamOptions options) implements ContainerStreams {

    @Override
    public OutputStream stdin() {
      return process.getOutputStream();
    }

    @Override
    public InputStream stdout() {
      return options.stdout() ? process.getInputStream() : InputStream.nullInputStream();
    }

    @Override
    public InputStream stderr() {
      return options.stderr() ? process.getErrorStream() : InputStream.nullInputStream();
    }

    @Override
    public void resize(int columns, int rows) {}

    @Override
    public CompletableFuture<Integer> exit() {
      return process.onExit().thenApply(Process::exitValue);
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
