package io.margay.logging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TidyLinesTest {

  @ParameterizedTest
  @CsvSource({
    "io.margay.twin.internal.DeviceTwins, twin",
    "io.margay.driver.modbus.internal.TcpLink, modbus",
    "org.sqlite.SQLiteJDBCLoader, SQLiteJDBCLoader",
    "launcher, launcher"
  })
  void whoSpeaksIsTheBundleOfOursAndTheLastWordOfOthers(String logger, String who) {
    assertThat(TidyLines.who(logger)).isEqualTo(who);
  }

  @Test
  void anEventIsOneLine() {
    assertThat(line("io.margay.twin.internal.X", "device {} is {}", null, "press", "online"))
        .matches(
            "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} WARN  twin        device press is online\n");
  }

  @Test
  void aFailureTellsItsCausesAndTheFirstPlacesOnly() {
    Exception failure = new IllegalStateException("outer", new RuntimeException("inner"));

    String line = line("io.margay.bus.internal.X", "it failed", failure);

    assertThat(line)
        .contains("it failed\njava.lang.IllegalStateException: outer\n    at ")
        .contains("Caused by: java.lang.RuntimeException: inner\n");
    assertThat(line.lines().count()).isLessThanOrEqualTo(13);
  }

  private static String line(
      String logger, String message, @Nullable Throwable failure, Object... arguments) {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent("", context.getLogger(logger), Level.WARN, message, failure, arguments);
    event.setInstant(Instant.parse("2026-11-23T01:02:03.456Z"));
    return new String(new TidyLines().encode(event), StandardCharsets.UTF_8);
  }
}
