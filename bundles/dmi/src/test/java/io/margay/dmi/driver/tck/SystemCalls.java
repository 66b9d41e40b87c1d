package io.margay.dmi.driver.tck;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel counts of a process and its threads; Linux only. */
final class SystemCalls {
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");
  private static final Path OF_THIS_THREAD = Path.of("/proc/thread-self/io");

  private SystemCalls() {}

  /** How many files and sockets are open; 0 where nobody counts. */
  static int openFiles() {
    File[] files = OPEN_FILES.toFile().listFiles();
    return files == null ? 0 : files.length;
  }

  /** How many reads and writes an action takes, beyond those of an action that does nothing. */
  static long readsAndWrites(Runnable action) throws IOException {
    if (!Files.isReadable(OF_THIS_THREAD)) {
      return 0;
    }
    count(() -> {});
    long idle = count(() -> {});
    return count(action) - idle;
  }

  private static long count(Runnable action) throws IOException {
    long before = counted();
    action.run();
    return counted() - before;
  }

  private static long counted() throws IOException {
    List<String> lines = Files.readAllLines(OF_THIS_THREAD);
    return lines.stream()
        .filter(line -> line.startsWith("syscr:") || line.startsWith("syscw:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
        .sum();
  }
}
