package io.margay.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How long this Java has run, to 10 ms, asked from the main thread. {@link ProcessHandle}'s start
 * instant is off by up to a second, as it starts from a boot time in whole seconds, and counts from
 * the script that became this process; the kernel's numbers for the main thread (proc(5): {@code
 * /proc/uptime}, field 22 of {@code /proc/thread-self/stat}) do neither.
 */
final class ProcessAge {
  private static final int START_TIME_AFTER_NAME = 20;

  /** USER_HZ, fixed at 100 in what Linux shows to programs. */
  private static final long MILLIS_PER_TICK = 10;

  private ProcessAge() {}

  /** Elsewhere than on Linux the age counts from {@code mainEntered}, a {@link System#nanoTime}. */
  static Duration now(long mainEntered) {
    try {
      String uptime = Files.readString(Path.of("/proc/uptime"));
      String stat = Files.readString(Path.of("/proc/thread-self/stat"));
      String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long startMillis = Long.parseLong(afterName[START_TIME_AFTER_NAME - 1]) * MILLIS_PER_TICK;
      long uptimeMillis = Math.round(Double.parseDouble(uptime.split(" ", -1)[0]) * 1000);
      return Duration.ofMillis(uptimeMillis - startMillis);
    } catch (IOException | RuntimeException e) {
      return Duration.ofNanos(System.nanoTime() - mainEntered);
    }
  }
}
