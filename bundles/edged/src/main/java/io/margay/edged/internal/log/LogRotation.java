package io.margay.edged.internal.log;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.EngineException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Keeps the logs of running containers small. A log that is too big is renamed after the time, and
 * the engine begins a new one; of the renamed ones all but the latest are compressed, and the
 * oldest go. What a power cut left half compressed is compressed again.
 */
public final class LogRotation {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final String PACKED = ".gz";
  private static final String HALF_PACKED = ".tmp";

  private final long mostBytes;
  private final int mostFiles;
  private final InstantSource clock;

  /**
   * @param mostFiles of one container, the one that is written included; at least 2
   */
  public LogRotation(long mostBytes, int mostFiles, InstantSource clock) {
    this.mostBytes = mostBytes;
    this.mostFiles = mostFiles;
    this.clock = clock;
  }

  /**
   * Looks at the log of a container that runs, and rotates it when it is too big.
   *
   * @return whether it was
   * @throws EngineException when the engine does not begin a new one; the old one is then back
   */
  public boolean look(ContainerEngine engine, String containerId, Path log) throws IOException {
    if (!Files.exists(log) || Files.size(log) <= mostBytes) {
      return false;
    }
    List<Path> old = rotated(log);
    for (Path file : old) {
      if (file.toString().endsWith(HALF_PACKED)) {
        Files.deleteIfExists(file);
      }
    }
    old.removeIf(file -> file.toString().endsWith(HALF_PACKED));
    int kept = Math.max(0, mostFiles - 2);
    for (Path file : old.subList(0, Math.max(0, old.size() - kept))) {
      Files.deleteIfExists(file);
    }
    for (Path file : old.subList(Math.max(0, old.size() - kept), old.size())) {
      pack(file);
    }
    Path renamed = log.resolveSibling(log.getFileName() + "." + TIME.format(clock.instant()));
    Files.move(log, renamed, ATOMIC_MOVE);
    try {
      engine.reopenLog(containerId);
    } catch (EngineException e) {
      Files.move(renamed, log, ATOMIC_MOVE);
      throw e;
    }
    return true;
  }

  /** The renamed logs of a log, the oldest first. */
  public static List<Path> rotated(Path log) throws IOException {
    List<Path> files = new ArrayList<>();
    Path folder = log.toAbsolutePath().getParent();
    if (folder == null) {
      return files;
    }
    String prefix = log.getFileName() + ".";
    try (DirectoryStream<Path> stream =
        Files.newDirectoryStream(
            folder, file -> String.valueOf(file.getFileName()).startsWith(prefix))) {
      stream.forEach(files::add);
    } catch (NoSuchFileException none) {
      return files;
    }
    files.sort(null);
    return files;
  }

  /** Removes a log of which nobody writes any more, with those that were renamed. */
  public static void removeAll(Path log) throws IOException {
    for (Path file : rotated(log)) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(log);
  }

  private static void pack(Path file) throws IOException {
    if (file.toString().endsWith(PACKED)) {
      return;
    }
    Path half = file.resolveSibling(file.getFileName() + HALF_PACKED);
    try (var packed = new GZIPOutputStream(Files.newOutputStream(half))) {
      Files.copy(file, packed);
    }
    Files.move(half, file.resolveSibling(file.getFileName() + PACKED), ATOMIC_MOVE);
    Files.delete(file);
  }
}
