package io.margay.edged.internal.gc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Reads how much memory the machine has and has left (proc(5), {@code /proc/meminfo}). */
public record MemoryFile(long totalBytes, long availableBytes) {
  private static final Path FILE = Path.of("/proc/meminfo");

  /** As it is now. */
  public static MemoryFile read() throws IOException {
    return parse(Files.readString(FILE));
  }

  static MemoryFile parse(String text) {
    Map<String, Long> values = new HashMap<>();
    for (String line : text.lines().toList()) {
      String[] words = line.split("[: ]+", -1);
      if (words.length >= 2 && words[1].matches("[0-9]{1,15}")) {
        values.put(words[0], Long.parseLong(words[1]) << 10);
      }
    }
    return new MemoryFile(
        values.getOrDefault("MemTotal", 0L), values.getOrDefault("MemAvailable", Long.MAX_VALUE));
  }
}
