package io.margay.itest.support;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Where tests leave what people may want to see after a failure: {@code itest/target/itest}. */
public final class WorkFolder {
  private static final Path ROOT =
      Path.of(System.getProperty("margay.work", "target")).resolve("itest");
  private static final AtomicInteger COUNT = new AtomicInteger();

  private WorkFolder() {}

  public static Path file(String name) {
    return ROOT.resolve(name);
  }

  /** A file that no other call gets. */
  public static Path numbered(String name, String extension) {
    return file("%s-%02d.%s".formatted(name, COUNT.incrementAndGet(), extension));
  }
}
