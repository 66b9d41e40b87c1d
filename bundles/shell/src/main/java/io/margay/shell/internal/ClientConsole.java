package io.margay.shell.internal;

import io.margay.shell.Terminal;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Optional;

/** What a command has of its client: streams, and how its end is told. */
interface ClientConsole {
  PrintStream out();

  PrintStream err();

  /** What the client gives commands to read; ended at once for one that gives nothing. */
  default InputStream in() {
    return InputStream.nullInputStream();
  }

  /** The client's terminal, for one that can hand it over. */
  default Optional<Terminal> terminal() {
    return Optional.empty();
  }

  /** The command has ended; {@code exitCode} is 0 if it succeeded. */
  void done(int exitCode);
}
