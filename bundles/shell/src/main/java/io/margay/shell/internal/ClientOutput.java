package io.margay.shell.internal;

import java.io.PrintStream;

/** What a client sees: two streams, and how the end of a command is told. */
interface ClientOutput {
  PrintStream out();

  PrintStream err();

  /** The command has ended; {@code exitCode} is 0 if it succeeded. */
  void done(int exitCode);
}
