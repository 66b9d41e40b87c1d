package io.margay.deviceapi.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.Set;

/** The secret that a caller must bring; only its digest is kept, and compared in constant time. */
final class AccessToken {
  private static final int FEWEST_CHARACTERS = 16;
  private static final int MOST_BYTES = 4096;
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final byte[] digest;

  private AccessToken(byte[] digest) {
    this.digest = digest;
  }

  /**
   * Reads the token from a file that nobody but its owner may read.
   *
   * @throws IllegalArgumentException when the file is open to others or holds no usable token
   */
  static AccessToken read(Path file) throws IOException {
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      if (!OWNERS.containsAll(mode)) {
        throw new IllegalArgumentException(
            "%s: found mode %s, expected rw-------: chmod 600 %s"
                .formatted(file, PosixFilePermissions.toString(mode), file));
      }
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new IllegalArgumentException(
          "%s: found more than %d bytes, expected one token".formatted(file, MOST_BYTES));
    }
    String token = Files.readString(file).strip();
    if (token.length() < FEWEST_CHARACTERS || !token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw new IllegalArgumentException(
          "%s: found no token, expected at least %d visible ASCII characters on one line"
              .formatted(file, FEWEST_CHARACTERS));
    }
    return new AccessToken(digest(token));
  }

  boolean matches(String offered) {
    return MessageDigest.isEqual(digest, digest(offered));
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
