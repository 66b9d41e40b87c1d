package io.margay.shell.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One value as a person reads it in a terminal. */
record Cell(String text, boolean isNumber) {
  private static final String NOTHING = "-";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  static Cell of(@Nullable Object value) {
    return new Cell(printable(text(value)), value instanceof Number);
  }

  boolean isNothing() {
    return text.equals(NOTHING);
  }

  /** At most {@code width} characters; what is cut off shows as an ellipsis. */
  String within(int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }

  private static String text(@Nullable Object value) {
    if (value == null) {
      return NOTHING;
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(Cell::text).orElse(NOTHING);
    }
    if (value instanceof Instant instant) {
      return TIME.format(instant.atZone(ZoneId.systemDefault()));
    }
    if (value instanceof Duration duration) {
      return readable(duration);
    }
    if (value instanceof Collection<?> many) {
      return many.isEmpty()
          ? NOTHING
          : many.stream().map(Cell::text).collect(Collectors.joining(", "));
    }
    if (value instanceof Map<?, ?> map) {
      return map.isEmpty()
          ? NOTHING
          : map.entrySet().stream()
              .map(entry -> text(entry.getKey()) + "=" + text(entry.getValue()))
              .collect(Collectors.joining(", "));
    }
    if (value instanceof Record nested) {
      return RecordFields.oneLine(nested);
    }
    String plain = value.toString();
    return plain.isEmpty() ? NOTHING : plain;
  }

  /** Two units at most: nobody needs the milliseconds of a day. */
  private static String readable(Duration duration) {
    if (duration.isNegative()) {
      return "-" + readable(duration.negated());
    }
    if (duration.toDays() > 0) {
      return "%d d %d h".formatted(duration.toDays(), duration.toHoursPart());
    }
    if (duration.toHours() > 0) {
      return "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart());
    }
    if (duration.toMinutes() > 0) {
      return "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
    }
    if (duration.toSeconds() > 0) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
    return duration.toMillis() > 0
        ? duration.toMillis() + " ms"
        : duration.toNanos() / 1000 + " us";
  }

  /** A value from a device must not move the cursor or break a row. */
  private static String printable(String text) {
    return text.replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "?");
  }
}
