package io.margay.runtime;

import java.io.PrintStream;
import java.util.List;

/** The first word after {@code margay} and what it does. */
public final class CommandLine {
  private static final String HELP =
      """
      margay run               starts the node in the foreground; Ctrl-C stops it
      margay start             starts the node in the background, returns when it is ready
      margay stop              stops the node, returns when it is gone
      margay status            says whether the node runs; exit code 3 if it does not
      margay shell             opens the shell of the running node
      margay shell 'device:list'   runs one command and ends; exit code 1 if it failed
      margay version           prints the version
      """;

  private final Layout layout;
  private final PrintStream out;
  private final PrintStream err;

  CommandLine(Layout layout, PrintStream out, PrintStream err) {
    this.layout = layout;
    this.out = out;
    this.err = err;
  }

  /** Entry point of the jar. */
  public static void main(String[] args) {
    Layout layout = Layout.fromSystemProperties();
    System.exit(new CommandLine(layout, System.out, System.err).run(List.of(args)).value());
  }

  ExitCode run(List<String> words) {
    try {
      return dispatch(words.isEmpty() ? "help" : words.get(0), words.stream().skip(1).toList());
    } catch (CommandException e) {
      err.println("margay: " + e.getMessage());
      return e.exitCode();
    }
  }

  private ExitCode dispatch(String command, List<String> arguments) throws CommandException {
    if (!command.equals("shell") && !arguments.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          "%s takes no argument, found \"%s\"".formatted(command, arguments.get(0)));
    }
    return switch (command) {
      case "archive" -> new ArchiveCommand(layout, System.in).run();
      case "run" -> Launcher.run(layout);
      case "start" -> new StartCommand(layout, out).run();
      case "stop" -> new StopCommand(layout, out).run();
      case "status" -> new StatusCommand(layout, out).run();
      case "shell" -> shell().run(arguments);
      case "version" -> print("margay " + Launcher.version());
      case "help", "--help", "-h" -> print(HELP.stripTrailing());
      default ->
          throw new CommandException(
              ExitCode.USAGE, "unknown command \"%s\". One of:%n%s".formatted(command, HELP));
    };
  }

  private ShellClient shell() {
    boolean interactive = Boolean.getBoolean("margay.shell.interactive");
    return new ShellClient(layout, interactive, System.in, out, err);
  }

  private ExitCode print(String text) {
    out.println(text);
    return ExitCode.OK;
  }
}
