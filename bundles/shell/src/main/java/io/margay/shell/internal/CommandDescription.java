package io.margay.shell.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One command of the shell: what it is for and the ways to call it. */
record CommandDescription(String scope, String function, List<Usage> usages) {
  private static final Pattern EXAMPLE =
      Pattern.compile("\\s*\\bExample:\\s*(.+)$", Pattern.DOTALL);

  static final Comparator<CommandDescription> BY_NAME =
      Comparator.comparing(CommandDescription::scope).thenComparing(CommandDescription::function);

  CommandDescription {
    usages = List.copyOf(usages);
  }

  String name() {
    return scope + ":" + function;
  }

  /** Whether a person who types {@code word} may mean this command. */
  boolean isCalled(String word) {
    String wanted = word.toLowerCase(Locale.ROOT);
    return wanted.equals(name().toLowerCase(Locale.ROOT))
        || wanted.equals(function.toLowerCase(Locale.ROOT));
  }

  /** The first way's description, without its example. */
  String summary() {
    return usages.isEmpty() ? "" : usages.get(0).summary();
  }

  /** All that is known, as {@code help <command>} prints it. */
  String details() {
    StringBuilder text = new StringBuilder(name());
    for (Usage usage : usages) {
      text.append("\n\n").append(usage.details(name()));
    }
    return text.toString();
  }

  /** The ways to call it, one per line. */
  String usageLines() {
    List<String> lines = new ArrayList<>();
    for (Usage usage : usages) {
      lines.add("usage: " + usage.line(name()));
    }
    return String.join("\n", lines);
  }

  /**
   * One way to call a command. {@code text} is its descriptor: a line, then an optional example.
   */
  record Usage(String text, List<Option> options, List<Argument> arguments) {
    Usage {
      options = List.copyOf(options);
      arguments = List.copyOf(arguments);
    }

    String summary() {
      return EXAMPLE.matcher(text).replaceFirst("").strip();
    }

    Optional<String> example() {
      Matcher example = EXAMPLE.matcher(text);
      return example.find() ? Optional.of(example.group(1).strip()) : Optional.empty();
    }

    String line(String command) {
      StringBuilder line = new StringBuilder(command);
      options.forEach(option -> line.append(" [").append(option.form("|")).append(']'));
      arguments.forEach(argument -> line.append(' ').append(argument.form()));
      return line.toString();
    }

    String details(String command) {
      StringBuilder details = new StringBuilder();
      if (!summary().isEmpty()) {
        details.append("  ").append(summary()).append('\n');
      }
      details.append("  usage: ").append(line(command));
      options.forEach(option -> details.append(row(option.form(", "), option.meaning())));
      arguments.stream()
          .filter(argument -> !argument.text().isEmpty())
          .forEach(argument -> details.append(row(argument.form(), argument.text())));
      example().ifPresent(example -> details.append("\n  example: ").append(example));
      return details.toString();
    }

    private static String row(String form, String meaning) {
      return "\n    %-24s %s".formatted(form, meaning).stripTrailing();
    }
  }

  /** A named parameter; {@code isFlag} if it takes no value. */
  record Option(List<String> names, boolean isFlag, String type, String defaultValue, String text) {
    Option {
      names = List.copyOf(names);
    }

    String form(String separator) {
      String joined = String.join(separator, names);
      return isFlag ? joined : joined + " <" + type + ">";
    }

    String meaning() {
      return isFlag || defaultValue.isEmpty()
          ? text
          : (text + " (default " + defaultValue + ")").strip();
    }
  }

  /** A parameter known by its place; {@code isMany} if it takes all that follows. */
  record Argument(String name, boolean isMany, String text) {
    String form() {
      return "<" + name + ">" + (isMany ? " ..." : "");
    }
  }
}
