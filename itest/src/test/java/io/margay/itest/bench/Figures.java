package io.margay.itest.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Prints figures, and first of all what the machine was doing besides. */
final class Figures {
  private Figures() {}

  static void title(String what) {
    print("# %s", what);
    print(
        "# java %s, %d cores, load %s",
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors(),
        text(Path.of("/proc/loadavg")).strip());
  }

  static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  /** Least, middle and greatest of some milliseconds. */
  static String spread(List<Long> millis) {
    long[] sorted = millis.stream().mapToLong(Long::longValue).sorted().toArray();
    return "%5d ms  (least %d, greatest %d, n=%d)"
        .formatted(
            sorted[sorted.length / 2],
            Arrays.stream(sorted).min().orElse(0),
            Arrays.stream(sorted).max().orElse(0),
            sorted.length);
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
