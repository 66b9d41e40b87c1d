package io.margay.itest.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** What is mounted on this machine. */
public final class Mounts {
  private Mounts() {}

  /** Mount points below a folder, the innermost first (proc(5), {@code mountinfo}: fifth field). */
  public static List<String> below(Path folder) {
    try {
      return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
          .map(line -> line.split(" ", -1)[4])
          .filter(point -> point.startsWith(folder + "/"))
          .sorted(Comparator.reverseOrder())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
