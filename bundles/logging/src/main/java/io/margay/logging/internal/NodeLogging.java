package io.margay.logging.internal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.TreeSet;

/**
 * Sets up the log of a node: tidy lines to the terminal and to {@code var/log/margay.log}, with the
 * levels of {@code conf/logging.properties}.
 *
 * <ul>
 *   <li>Done in code, as reading logback's XML at each start would cost 300 classes of memory.
 *   <li>Where there is a {@code conf/logback.xml}, it is read all the same and says everything.
 *   <li>The files are bounded: {@value #FILES_KEPT} old ones of 5 MB beside the one that is
 *       written.
 * </ul>
 */
public final class NodeLogging extends ContextAwareBase implements Configurator {
  private static final int FILES_KEPT = 3;
  private static final long LARGEST_FILE = 5 * FileSize.MB_COEFFICIENT;

  @Override
  public ExecutionStatus configure(LoggerContext logging) {
    if (System.getProperty("logback.configurationFile") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    Path conf = Path.of(System.getProperty("margay.home", ".")).resolve("conf");
    if (Files.exists(conf.resolve("logback.xml"))) {
      read(conf.resolve("logback.xml"), logging);
    } else {
      setUp(logging, conf.resolve("logging.properties"));
    }
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private void read(Path xml, LoggerContext logging) {
    JoranConfigurator joran = new JoranConfigurator();
    joran.setContext(logging);
    try {
      joran.doConfigure(xml.toFile());
    } catch (JoranException e) {
      addError("could not read " + xml, e);
    }
  }

  private static void setUp(LoggerContext logging, Path levels) {
    Logger root = logging.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    // gRPC asks for SO_KEEPALIVE on every connection, which a unix socket does not know.
    logging.getLogger("io.netty.bootstrap").setLevel(Level.ERROR);
    root.addAppender(console(logging));
    String var = System.getProperty("margay.var");
    if (var != null) {
      root.addAppender(file(logging, Path.of(var, "log")));
    }
    if (Files.exists(levels)) {
      setLevels(logging, levels);
    }
  }

  private static void setLevels(LoggerContext logging, Path file) {
    Properties levels = new Properties();
    try (Reader text = Files.newBufferedReader(file)) {
      levels.load(text);
    } catch (IOException | IllegalArgumentException e) {
      logging.getLogger(NodeLogging.class).warn("{} cannot be read: {}", file, e.toString());
    }
    for (String name : new TreeSet<>(levels.stringPropertyNames())) {
      String word = levels.getProperty(name).strip();
      Level level = Level.toLevel(word, null);
      if (level == null) {
        logging
            .getLogger(NodeLogging.class)
            .warn(
                "{}: {}: found \"{}\", expected one of TRACE, DEBUG, INFO, WARN, ERROR, OFF",
                file,
                name,
                word);
      } else {
        logging
            .getLogger(name.equals("root") ? org.slf4j.Logger.ROOT_LOGGER_NAME : name)
            .setLevel(level);
      }
    }
  }

  private static Appender<ILoggingEvent> console(LoggerContext logging) {
    ThresholdFilter threshold = new ThresholdFilter();
    threshold.setLevel(System.getProperty("margay.log.console", "TRACE"));
    threshold.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.addFilter(threshold);
    return started(console, logging);
  }

  private static Appender<ILoggingEvent> file(LoggerContext logging, Path folder) {
    RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
    file.setFile(folder.resolve("margay.log").toString());
    FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
    window.setContext(logging);
    window.setParent(file);
    window.setFileNamePattern(folder.resolve("margay.%i.log").toString());
    window.setMinIndex(1);
    window.setMaxIndex(FILES_KEPT);
    window.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(logging);
    size.setMaxFileSize(new FileSize(LARGEST_FILE));
    size.start();
    file.setRollingPolicy(window);
    file.setTriggeringPolicy(size);
    return started(file, logging);
  }

  private static Appender<ILoggingEvent> started(
      OutputStreamAppender<ILoggingEvent> appender, LoggerContext logging) {
    TidyLines lines = new TidyLines();
    lines.setContext(logging);
    lines.start();
    appender.setContext(logging);
    appender.setEncoder(lines);
    appender.start();
    return appender;
  }
}
