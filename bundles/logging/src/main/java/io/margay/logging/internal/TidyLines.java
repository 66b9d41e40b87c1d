package io.margay.logging.internal;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * One line for one event: time, level, who speaks, message; and of a failure what matters most, its
 * causes and the first places.
 */
final class TidyLines extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = {};
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
  private static final String OURS = "io.margay.";
  private static final String OUR_DRIVERS = "io.margay.driver.";
  private static final int PLACES = 5;
  private static final int CAUSES = 5;

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
    pad(line.append(' '), event.getLevel().toString(), 6);
    pad(line, who(event.getLoggerName()), 12);
    line.append(event.getFormattedMessage()).append('\n');
    IThrowableProxy failure = event.getThrowableProxy();
    for (int i = 0; failure != null && i < CAUSES; i++) {
      append(line, failure, i == 0 ? "" : "Caused by: ");
      failure = failure.getCause();
    }
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The bundle for ours, the last word for others. */
  static String who(String logger) {
    if (logger.startsWith(OUR_DRIVERS)) {
      return firstWord(logger.substring(OUR_DRIVERS.length()));
    }
    if (logger.startsWith(OURS)) {
      return firstWord(logger.substring(OURS.length()));
    }
    return logger.substring(logger.lastIndexOf('.') + 1);
  }

  private static String firstWord(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  private static void pad(StringBuilder line, String word, int width) {
    line.append(word).append(" ".repeat(Math.max(1, width - word.length())));
  }

  private static void append(StringBuilder line, IThrowableProxy failure, String how) {
    line.append(how).append(failure.getClassName());
    @Nullable String message = failure.getMessage();
    if (message != null) {
      line.append(": ").append(message);
    }
    line.append('\n');
    StackTraceElementProxy[] places = failure.getStackTraceElementProxyArray();
    for (int i = 0; i < Math.min(PLACES, places.length); i++) {
      line.append("    ").append(places[i]).append('\n');
    }
  }
}
