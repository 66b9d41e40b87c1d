package io.margay.sqlite.internal;

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

/** Knows how the files of a database are made, measured and set aside. */
public record DatabaseFiles(Path database) {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String LOG = "-wal";
  private static final List<String> SUFFIXES = List.of("", LOG, "-shm");

  public DatabaseFiles {
    database = database.toAbsolutePath();
  }

  /** Where they lie. */
  public Path directory() {
    return database.resolveSibling("");
  }

  /** Whether there is a database. */
  public boolean exist() {
    return Files.exists(database);
  }

  /** Makes the directory, closed to other users, durable in its parent. */
  public void makeDirectory() throws IOException {
    Path directory = directory();
    if (Files.isDirectory(directory)) {
      return;
    }
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path parent = directory.getParent();
    if (parent != null) {
      sync(parent);
    }
  }

  /** Makes an empty database that only its owner may read; SQLite gives its log the same rights. */
  public void makeDatabase() throws IOException {
    if (!exist()) {
      Files.createFile(
          database,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
  }

  /** Makes the names of new files survive a power cut; SQLite does so for its log only. */
  public void syncDirectory() throws IOException {
    sync(directory());
  }

  /** Moves the database out of the way, with its log and index. */
  public Path setAside(Instant now) throws IOException {
    Path aside = database.resolveSibling(database.getFileName() + ".corrupt-" + STAMP.format(now));
    for (String suffix : SUFFIXES) {
      Path file = beside(suffix);
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

  /** The size of the database; 0 when there is none. */
  public long databaseBytes() {
    return size(database);
  }

  /** The size of the write-ahead log; 0 when it holds nothing. */
  public long logBytes() {
    return size(beside(LOG));
  }

  private Path beside(String suffix) {
    return database.resolveSibling(database.getFileName() + suffix);
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
