package io.margay.runtime;

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

  private CommandLine() {}

  /** Entry point of the jar. */
  public static void main(String[] args) {
    System.exit(run(List.of(args)).value());
  }

  private static ExitCode run(List<String> words) {
    try {
      return dispatch(words.isEmpty() ? "help" : words.get(0), words.stream().skip(1).toList());
    } catch (CommandException e) {
      System.err.println("margay: " + e.getMessage());
      return e.exitCode();
    }
  }

  private static ExitCode dispatch(String command, List<String> arguments) throws CommandException {
    Layout layout = Layout.fromSystemProperties();
    if (!command.equals("shell")) {
      refuse(command, arguments);
    }
    return switch (command) {
      case "run" -> Launcher.run(layout);
      case "start" -> new StartCommand(layout, System.out).run();
      case "shell" ->
          new ShellClient(
                  layout,
                  Boolean.getBoolean("margay.shell.interactive"),
                  System.in,
                  System.out,
                  System.err)
              .run(arguments);
      case "status" -> new StatusCommand(layout, System.out).run();
      case "stop" -> new StopCommand(layout, System.out).run();
      case "version" -> print("margay " + Launcher.version());
      case "help", "--help", "-h" -> print(HELP.stripTrailing());
      default ->
          throw new CommandException(
              ExitCode.USAGE, "unknown command \"%s\". One of:%n%s".formatted(command, HELP));
    };
  }

  private static void refuse(String command, List<String> arguments) throws CommandException {
    if (!arguments.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          "%s takes no argument, found \"%s\"".formatted(command, arguments.get(0)));
    }
  }

  private static ExitCode print(String text) {
    System.out.println(text);
    return ExitCode.OK;
  }
}
