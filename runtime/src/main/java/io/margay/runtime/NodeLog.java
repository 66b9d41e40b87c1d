package io.margay.runtime;

import java.io.PrintStream;
import java.lang.reflect.Method;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.osgi.framework.Bundle;

/**
 * The launcher's own log lines. The launcher lies outside the framework and the log lies inside, so
 * lines go to the terminal until {@link #attach} has found SLF4J in the logging bundle.
 */
final class NodeLog {
  private static final String NAME = "margay.launcher";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private volatile Sink sink;

  NodeLog(PrintStream terminal) {
    this.sink =
        (level, message) ->
            terminal.printf(
                "%s %-5s launcher  %s%n",
                TIME.format(LocalDateTime.now(ZoneId.systemDefault())), level.name(), message);
  }

  void info(String message) {
    sink.log(Level.INFO, message);
  }

  void warn(String message) {
    sink.log(Level.WARN, message);
  }

  void error(String message) {
    sink.log(Level.ERROR, message);
  }

  /** From now on lines go where the bundles' lines go. Without SLF4J the terminal stays. */
  void attach(Bundle logging) {
    try {
      Object logger =
          logging
              .loadClass("org.slf4j.LoggerFactory")
              .getMethod("getLogger", String.class)
              .invoke(null, NAME);
      Class<?> type = logging.loadClass("org.slf4j.Logger");
      Map<Level, Method> methods = new EnumMap<>(Level.class);
      for (Level level : Level.values()) {
        methods.put(level, type.getMethod(level.name().toLowerCase(Locale.ROOT), String.class));
      }
      sink = (level, message) -> call(methods, logger, level, message);
    } catch (ReflectiveOperationException | LinkageError e) {
      warn("no log file: bundle %s cannot be used: %s".formatted(logging, e));
    }
  }

  private static void call(Map<Level, Method> methods, Object logger, Level level, String message) {
    try {
      Objects.requireNonNull(methods.get(level)).invoke(logger, message);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("SLF4J cannot be called", e);
    }
  }

  private enum Level {
    INFO,
    WARN,
    ERROR
  }

  private interface Sink {
    void log(Level level, String message);
  }
}
