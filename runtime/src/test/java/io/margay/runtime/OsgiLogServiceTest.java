package io.margay.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.FormatterLogger;
import org.osgi.service.log.Logger;

class OsgiLogServiceTest {
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final NodeLog log = new NodeLog(new PrintStream(screen, true, StandardCharsets.UTF_8));

  @Test
  void placeholdersAreFilledAndTheFailureEndsTheLine() {
    Logger logger = OsgiLogger.create(Logger.class, "scr", log);

    logger.error("{} of {} failed", "a", 3, new IllegalStateException("port taken"));

    assertThat(lines()).endsWith("ERROR scr          a of 3 failed: port taken\n");
  }

  @Test
  void aFormatterLoggerTakesPercentSigns() {
    FormatterLogger logger = OsgiLogger.create(FormatterLogger.class, "scr", log);

    logger.warn("%d bundles", 3);

    assertThat(lines()).endsWith("WARN  scr          3 bundles\n");
  }

  @Test
  void debugIsNotWanted() {
    Logger logger = OsgiLogger.create(Logger.class, "scr", log);

    assertThat(logger.isWarnEnabled()).isTrue();
    assertThat(logger.isDebugEnabled()).isFalse();
    assertThat(logger.getName()).isEqualTo("scr");
    assertThat(Set.of(logger)).contains(logger);
  }

  private String lines() {
    return screen.toString(StandardCharsets.UTF_8);
  }
}
