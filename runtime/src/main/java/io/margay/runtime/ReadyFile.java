package io.margay.runtime;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * {@code var/run/ready.properties}: exists while the node is ready, for programs that wait for it.
 */
final class ReadyFile {
  private final Path file;

  ReadyFile(Path file) {
    this.file = file;
  }

  void write(Instant since, long active, Set<String> failed) throws IOException {
    Properties content = new Properties();
    content.setProperty("since", since.toString());
    content.setProperty("active", Long.toString(active));
    content.setProperty("failed", String.join(" ", failed));
    StringWriter text = new StringWriter();
    content.store(text, null);
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, text.toString());
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  Optional<Readiness> read() {
    Properties content = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      content.load(in);
      return Optional.of(
          new Readiness(
              Instant.parse(content.getProperty("since", "")),
              Integer.parseInt(content.getProperty("active", "")),
              content.getProperty("failed", "")));
    } catch (IOException | DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }

  /** What a ready node says of itself; {@code failed} lists symbolic names. */
  record Readiness(Instant since, int activeBundles, String failed) {}
}
