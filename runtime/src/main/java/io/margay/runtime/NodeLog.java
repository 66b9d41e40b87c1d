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
 * The log of what lies outside the bundles: the launcher and the framework. The backend lies
 * inside, so lines go to the terminal until {@link #attach} has found SLF4J in the logging bundle.
 */
final class NodeLog {
  private static final String LAUNCHER = "launcher";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private volatile Sink sink;

  NodeLog(PrintStream terminal) {
    this.sink =
        (level, name, message) ->
            terminal.printf(
                "%s %-5s %-12s %s%n",
                TIME.format(LocalDateTime.now(ZoneId.systemDefault())), level, name, message);
  }

  void info(String message) {
    log(Level.INFO, LAUNCHER, message);
  }

  void warn(String message) {
    log(Level.WARN, LAUNCHER, message);
  }

  void error(String message) {
    log(Level.ERROR, LAUNCHER, message);
  }

  void log(Level level, String name, String message) {
    sink.log(level, name, message);
  }

  /** From now on lines go where the bundles' lines go. Without SLF4J the terminal stays. */
  void attach(Bundle logging) {
    try {
      sink = new Slf4j(logging);
    } catch (ReflectiveOperationException | LinkageError e) {
      warn("no log file: bundle %s cannot be used: %s".formatted(logging, e));
    }
  }

  enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  private interface Sink {
    void log(Level level, String name, String message);
  }

  /** SLF4J by reflection, because its classes belong to a bundle. */
  private static final class Slf4j implements Sink {
    private final Method getLogger;
    private final Map<Level, Method> methods = new EnumMap<>(Level.class);

    Slf4j(Bundle logging) throws ReflectiveOperationException {
      getLogger = logging.loadClass("org.slf4j.LoggerFactory").getMethod("getLogger", String.class);
      Class<?> logger = logging.loadClass("org.slf4j.Logger");
      for (Level level : Level.values()) {
        methods.put(level, logger.getMethod(level.name().toLowerCase(Locale.ROOT), String.class));
      }
      getLogger.invoke(null, LAUNCHER);
    }

    @Override
    public void log(Level level, String name, String message) {
      try {
        Objects.requireNonNull(methods.get(level)).invoke(getLogger.invoke(null, name), message);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("SLF4J cannot be called", e);
      }
    }
  }
}
