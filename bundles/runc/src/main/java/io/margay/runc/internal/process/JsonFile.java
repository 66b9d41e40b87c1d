package io.margay.runc.internal.process;

import io.margay.edged.engine.EngineException;
import io.margay.meta.JsonText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

/** One JSON object in a file: whole as it was written last, whatever stops the machine. */
public record JsonFile(Path path) {

  /** The object; empty when there is no file. */
  public Optional<Map<String, Object>> read() {
    try {
      return Optional.of(JsonText.read(Files.readString(path)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new EngineException.Failed(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Replaces the object; returns when it is on the disk.
   *
   * @throws EngineException.Failed when the disk does not take it; the object is then the old one
   */
  public void write(Map<String, ?> object) {
    Path next = path.resolveSibling(path.getFileName() + ".next");
    try {
      Files.writeString(next, JsonText.write(object));
      try (FileChannel file = FileChannel.open(next, StandardOpenOption.WRITE)) {
        file.force(true);
      }
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      discard(next, e);
      throw new EngineException.Failed(path + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static void discard(Path unfinished, IOException why) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }
}
