package io.margay.runtime;

/** Ends a command with a message for the person at the terminal and an exit code for scripts. */
final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  CommandException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  ExitCode exitCode() {
    return exitCode;
  }
}
