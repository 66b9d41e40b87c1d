package io.margay.bus.internal.access;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a text file of bounded size that people keep in {@code conf/}. */
public final class TextFile {
  private static final Logger LOG = LoggerFactory.getLogger(TextFile.class);
  private static final long MOST_BYTES = 1_048_576;

  private TextFile() {}

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException when it is too large or no UTF-8
   */
  public static String read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MOST_BYTES) {
      throw new IllegalArgumentException(
          "found %d bytes, expected at most %d".formatted(size, MOST_BYTES));
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("found bytes that are no UTF-8");
    }
  }

  /** Reads what only the node should read, and warns when others of this machine can. */
  public static String readSecret(Path file) throws IOException {
    if (Files.getFileStore(file).supportsFileAttributeView("posix")
        && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
      LOG.warn("{} can be read by everybody on this machine; chmod 600 {}", file, file);
    }
    return read(file);
  }
}
