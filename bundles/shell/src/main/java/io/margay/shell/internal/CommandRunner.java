package io.margay.shell.internal;

import io.margay.shell.Terminal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Job;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs commands in a Gogo session and prints what they return, or why they failed. */
final class CommandRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("margay.shell");
  private static final Pattern ASKS_FOR_HELP = Pattern.compile("\\s*([\\w:.*-]+)\\s+--help\\s*");

  /** How Gogo begins the message of a call that fits no method of the command. */
  private static final String NO_METHOD_FITS = "Cannot coerce ";

  private static final String NO_SUCH_COMMAND = "Command not found";

  /** Where KubeEdge's topics and those of MQTT brokers begin, after the dollar sign. */
  private static final List<String> ROOTS_OF_TOPICS = List.of("ke", "hw", "SYS", "share");

  private final CommandSession session;
  private final CommandGuide guide;
  private final ClientConsole console;

  CommandRunner(CommandProcessor processor, CommandGuide guide, ClientConsole console) {
    this.guide = guide;
    this.console = console;
    this.session = processor.createSession(console.in(), console.out(), console.err());
    console.terminal().ifPresent(terminal -> session.put(Terminal.VARIABLE, terminal));
    // Names without a scope: ours first, then Felix's, then whatever has such a function.
    session.put("SCOPE", "shell:felix:*");
    // A topic such as $ke/events/# means itself; to Gogo it would begin with an unknown variable.
    ROOTS_OF_TOPICS.forEach(root -> session.put(root, "$" + root));
  }

  /** Returns when the command has ended and its exit code was told. */
  void run(String command) {
    console.done(command.isEmpty() ? 0 : execute(command));
  }

  /** Ends the running command, if there is one; called from another thread. */
  void interrupt() {
    Job job = session.foregroundJob();
    if (job != null) {
      job.interrupt();
    }
  }

  @Override
  public void close() {
    session.close();
  }

  private int execute(String command) {
    try {
      Matcher help = ASKS_FOR_HELP.matcher(command);
      print(session.execute(help.matches() ? "shell:help " + help.group(1) : command));
      return 0;
    } catch (InterruptedException e) {
      return 1;
    } catch (Exception e) {
      LOG.debug("command failed: {}", command, e);
      console.err().println(explain(command, e));
      return 1;
    }
  }

  private void print(Object result) {
    if (result == null) {
      return;
    }
    String text = session.format(result, Converter.INSPECT).toString().stripTrailing();
    if (!text.isEmpty()) {
      console.out().println(text);
    }
  }

  private String explain(String command, Exception failure) {
    String message = failure.getMessage();
    if (message == null) {
      return failure.getClass().getSimpleName();
    }
    if (message.startsWith(NO_METHOD_FITS)) {
      return guide
          .usage(command.strip().split("\\s", 2)[0])
          .map(usage -> "wrong arguments\n" + usage)
          .orElse(message);
    }
    return message.startsWith(NO_SUCH_COMMAND) ? message + " (help lists all commands)" : message;
  }
}
