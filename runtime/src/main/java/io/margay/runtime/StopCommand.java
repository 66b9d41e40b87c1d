package io.margay.runtime;

import java.io.PrintStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code margay stop}: asks the node to stop (SIGTERM) and waits until it has gone. */
final class StopCommand {
  private static final long WAIT_SECONDS = 30;

  private final Layout layout;
  private final PrintStream out;

  StopCommand(Layout layout, PrintStream out) {
    this.layout = layout;
    this.out = out;
  }

  ExitCode run() throws CommandException {
    OptionalLong pid = NodeLock.holder(layout);
    Optional<ProcessHandle> node =
        pid.isPresent() ? ProcessHandle.of(pid.getAsLong()) : Optional.empty();
    if (node.isEmpty()) {
      out.println("not running (" + layout.var() + ")");
      return ExitCode.NOT_RUNNING;
    }
    stop(node.get());
    out.println("stopped (process " + node.get().pid() + ")");
    return ExitCode.OK;
  }

  private static void stop(ProcessHandle node) throws CommandException {
    if (!node.destroy()) {
      throw new CommandException(
          ExitCode.FAILED,
          "process %d cannot be stopped by user %s"
              .formatted(node.pid(), System.getProperty("user.name")));
    }
    try {
      node.onExit().get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new CommandException(
          ExitCode.FAILED,
          "process %d has not stopped after %d s; see var/log/margay.log, or end it with: kill -9 %d"
              .formatted(node.pid(), WAIT_SECONDS, node.pid()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted while waiting");
    }
  }
}
