package io.margay.shell.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The command {@code help}, and what the shell answers to {@code <command> --help}. */
@Component(
    service = CommandGuide.class,
    property = {"osgi.command.scope=shell", "osgi.command.function=help"})
public final class CommandGuide {
  private final Supplier<List<CommandDescription>> catalog;

  /** Looks commands up each time it is asked, so that it knows the bundles that are there now. */
  @Activate
  public CommandGuide(BundleContext context) {
    this(new CommandCatalog(context)::all);
  }

  CommandGuide(Supplier<List<CommandDescription>> catalog) {
    this.catalog = catalog;
  }

  /** Lists all commands, scope by scope. */
  @Descriptor("Lists all commands.")
  public String help() {
    List<CommandDescription> commands = catalog.get();
    int width = commands.stream().mapToInt(command -> command.name().length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    String scope = "";
    for (CommandDescription command : commands) {
      if (!command.scope().equals(scope) && text.length() > 0) {
        text.append('\n');
      }
      scope = command.scope();
      text.append(
              ("%-" + width + "s  %s").formatted(command.name(), command.summary()).stripTrailing())
          .append('\n');
    }
    return text.append("\nMore about one: help <command>, or <command> --help").toString();
  }

  /** Explains one command. */
  @Descriptor("Explains one command. Example: help lb")
  public String help(@Descriptor("name, with or without its scope") String command) {
    List<CommandDescription> found = find(command);
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no command \"%s\"; help lists all".formatted(command));
    }
    return String.join("\n\n", found.stream().map(CommandDescription::details).toList());
  }

  /** The ways to call a command, if there is one of that name. */
  Optional<String> usage(String command) {
    List<CommandDescription> found = find(command);
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join("\n", found.stream().map(CommandDescription::usageLines).toList()));
  }

  private List<CommandDescription> find(String word) {
    return catalog.get().stream().filter(command -> command.isCalled(word)).toList();
  }
}
