package io.margay.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** {@code margay shell}: one command, or a conversation with the running node. */
final class ShellClient {
  private static final String PROMPT = "margay> ";
  private static final byte[] NO_INPUT = new byte[0];

  private final Layout layout;
  private final boolean interactive;
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final Tty tty = new Tty();

  /** {@code interactive} asks for a greeting and a prompt, for a person at a terminal. */
  ShellClient(
      Layout layout, boolean interactive, InputStream in, PrintStream out, PrintStream err) {
    this.layout = layout;
    this.interactive = interactive;
    this.in = in;
    this.out = out;
    this.err = err;
  }

  ExitCode run(List<String> arguments) throws CommandException {
    try (ShellConnection node = connect()) {
      int result =
          arguments.isEmpty()
              ? converse(node)
              : execute(node, String.join(" ", arguments), new TerminalInput(in, () -> {}), true);
      return result == 0 ? ExitCode.OK : ExitCode.FAILED;
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "the node has closed the shell");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.FAILED;
    }
  }

  private ShellConnection connect() throws CommandException {
    try {
      return ShellConnection.open(layout.shellSocket());
    } catch (IOException e) {
      if (NodeLock.holder(layout).isEmpty()) {
        throw new CommandException(
            ExitCode.NOT_RUNNING, "no node runs on %s; start it first".formatted(layout.var()));
      }
      throw new CommandException(
          ExitCode.FAILED,
          "the node runs but its shell %s does not answer: %s"
              .formatted(layout.shellSocket(), e.getMessage()));
    }
  }

  /** Runs one line after the other, typed or piped, until the input ends. */
  private int converse(ShellConnection node) throws IOException, InterruptedException {
    AtomicBoolean running = new AtomicBoolean();
    TerminalInput input = new TerminalInput(in, () -> onCtrlC(node, running));
    input.start();
    greet();
    int result = 0;
    Optional<String> line = ask(input);
    while (line.isPresent() && !isExit(line.get())) {
      if (!line.get().isBlank()) {
        running.set(true);
        result = execute(node, line.get(), input, interactive);
        running.set(false);
      }
      line = ask(input);
    }
    return result;
  }

  /**
   * Runs a command.
   *
   * @param mayRead whether it may have what comes; in a script that is the next commands
   */
  private int execute(ShellConnection node, String command, TerminalInput input, boolean mayRead)
      throws IOException {
    try {
      return node.execute(
          command,
          new ShellConnection.Console() {
            @Override
            public OutputStream output() {
              return out;
            }

            @Override
            public OutputStream errors() {
              return err;
            }

            @Override
            public void inputWanted() {
              if (mayRead) {
                input.ask(piece -> tell(() -> node.type(piece)));
              } else {
                tell(() -> node.type(NO_INPUT));
              }
            }

            @Override
            public void terminalWanted() {
              tty.take(size -> tell(() -> node.resize(size)));
            }
          });
    } finally {
      input.askNoMore();
      tty.restore();
    }
  }

  private void onCtrlC(ShellConnection node, AtomicBoolean running) {
    out.println();
    if (running.get()) {
      tell(node::interrupt);
    } else {
      prompt();
    }
  }

  /** Something for the node. */
  private interface Message {
    void send() throws IOException;
  }

  private void tell(Message message) {
    try {
      message.send();
    } catch (IOException e) {
      err.println("margay: the node has closed the shell");
    }
  }

  private void greet() {
    if (interactive) {
      out.println("Margay %s. help lists the commands, exit leaves.".formatted(Launcher.version()));
    }
  }

  private Optional<String> ask(TerminalInput input) throws InterruptedException {
    prompt();
    return input.nextLine();
  }

  private void prompt() {
    if (interactive) {
      out.print(PROMPT);
      out.flush();
    }
  }

  private static boolean isExit(String line) {
    return line.strip().matches("exit|quit|logout");
  }
}
