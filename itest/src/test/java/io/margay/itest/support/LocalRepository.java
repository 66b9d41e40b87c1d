package io.margay.itest.support;

import io.margay.itest.node.Distribution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A Maven repository that has what the user's has by links, but nothing of ours: what a build puts
 * into it is seen by that build's author alone.
 */
public final class LocalRepository implements AutoCloseable {
  private static final Path USERS =
      Path.of(
          System.getProperty(
              "maven.repo.local", System.getProperty("user.home") + "/.m2/repository"));

  private final Path folder;

  private LocalRepository(Path folder) {
    this.folder = folder;
  }

  public static LocalRepository withoutMargay() {
    try {
      Path folder = Files.createTempDirectory("margay-m2-");
      link(USERS, folder, "io");
      Files.createDirectory(folder.resolve("io"));
      link(USERS.resolve("io"), folder.resolve("io"), "margay");
      return new LocalRepository(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void link(Path from, Path to, String except) throws IOException {
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        if (!entry.endsWith(except)) {
          Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
        }
      }
    }
  }

  /** What makes Maven use it. */
  public String option() {
    return "-Dmaven.repo.local=" + folder;
  }

  @Override
  public void close() {
    Distribution.delete(folder);
  }
}
