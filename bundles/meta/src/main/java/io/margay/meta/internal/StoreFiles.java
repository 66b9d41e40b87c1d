package io.margay.meta.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Knows where the database lies and how its files are made, measured and set aside. */
record StoreFiles(Path directory) {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String NAME = "meta.db";
  private static final List<String> SUFFIXES = List.of("", "-wal", "-shm");

  Path database() {
    return directory.resolve(NAME);
  }

  boolean exist() {
    return Files.exists(database());
  }

  /** Makes the directory, closed to other users, durable in its parent. */
  void makeDirectory() throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      sync(parent);
    }
  }

  /** Makes the names of new files survive a power cut; SQLite does so for its log only. */
  void syncDirectory() throws IOException {
    sync(directory);
  }

  /** Moves the database out of the way, with its log and index. */
  Path setAside(Instant now) throws IOException {
    Path aside = directory.resolve(NAME + ".corrupt-" + STAMP.format(now));
    for (String suffix : SUFFIXES) {
      Path file = directory.resolve(NAME + suffix);
      if (Files.exists(file)) {
        Files.move(
            file,
            aside.resolveSibling(aside.getFileName() + suffix),
            StandardCopyOption.ATOMIC_MOVE);
      }
    }
    syncDirectory();
    return aside;
  }

  /** Whether the write-ahead log holds something. */
  boolean hasLog() {
    return logBytes() > 0;
  }

  long databaseBytes() {
    return size(database());
  }

  long logBytes() {
    return size(directory.resolve(NAME + "-wal"));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException absent) {
      return 0;
    }
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
