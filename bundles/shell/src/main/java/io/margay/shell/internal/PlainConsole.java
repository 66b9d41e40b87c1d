package io.margay.shell.internal;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Text as a person reads it, for {@code socat - UNIX-CONNECT:…} and its like. */
final class PlainConsole implements ClientConsole {
  private static final String PROMPT = "margay> ";

  private final PrintStream out;

  PlainConsole(OutputQueue queue) {
    this.out = new PrintStream(new ChunkStream(queue::send), true, StandardCharsets.UTF_8);
  }

  void greet() {
    out.println("Margay shell. help lists the commands, exit leaves.");
    prompt();
  }

  @Override
  public PrintStream out() {
    return out;
  }

  @Override
  public PrintStream err() {
    return out;
  }

  @Override
  public void done(int exitCode) {
    prompt();
  }

  private void prompt() {
    out.print(PROMPT);
    out.flush();
  }
}
