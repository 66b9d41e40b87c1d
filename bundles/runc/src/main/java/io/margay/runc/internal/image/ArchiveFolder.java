package io.margay.runc.internal.image;

import io.margay.runc.internal.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder where people put images: OCI layouts, and archives of them ({@code .tar}). Each is
 * read once, and again when it has changed; one that cannot be read is told once.
 */
final class ArchiveFolder {
  private static final Logger log = LoggerFactory.getLogger(ArchiveFolder.class);
  private static final Duration UNTAR_LIMIT = Duration.ofMinutes(10);

  private final Path folder;
  private final Programs programs;
  private final Map<Path, String> seen = new HashMap<>();

  ArchiveFolder(Path folder, Programs programs) {
    this.folder = folder;
    this.programs = programs;
  }

  /** Takes an image of a layout. */
  @FunctionalInterface
  interface Importer {
    void take(Layout layout, Descriptor image) throws IOException;
  }

  /**
   * Gives what is new to an importer.
   *
   * @param scratch an empty folder for unpacked archives
   */
  void scan(Path scratch, Importer importer) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.sorted().toList()) {
        String state = state(entry);
        if (!state.equals(seen.put(entry, state))) {
          read(entry, scratch, importer);
        }
      }
    }
  }

  private static String state(Path entry) {
    try {
      return Files.size(entry) + "@" + Files.getLastModifiedTime(entry);
    } catch (IOException e) {
      return "not to be looked at";
    }
  }

  private void read(Path entry, Path scratch, Importer importer) {
    try {
      Layout layout = new Layout(Files.isDirectory(entry) ? entry : untar(entry, scratch));
      for (Descriptor image : layout.images()) {
        importer.take(layout, image);
      }
    } catch (IOException | RuntimeException e) {
      log.warn("images: {} is not read: {}", entry, e.getMessage());
    }
  }

  private Path untar(Path archive, Path scratch) throws IOException {
    Path unpacked = Files.createTempDirectory(scratch, "archive-");
    Programs.Outcome outcome =
        programs.run(
            UNTAR_LIMIT,
            List.of(
                "tar",
                "--extract",
                "--file=" + archive,
                "--no-same-owner",
                "--directory=" + unpacked),
            Map.of(),
            Programs.Input.NONE);
    if (outcome.timedOut() || outcome.exitCode() != 0) {
      throw new IOException("tar: " + outcome.complaint());
    }
    return unpacked;
  }
}
