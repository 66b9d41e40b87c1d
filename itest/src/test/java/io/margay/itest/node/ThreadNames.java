package io.margay.itest.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Asks the kernel how the threads of a process are called; it keeps 15 characters of each name. */
public final class ThreadNames {
  private ThreadNames() {}

  /** One name for each thread. */
  public static List<String> of(long pid) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      return all.map(ThreadNames::name).toList();
    }
  }

  private static String name(Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip();
    } catch (IOException endedMeanwhile) {
      return "";
    }
  }
}
