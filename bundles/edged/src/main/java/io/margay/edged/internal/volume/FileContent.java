package io.margay.edged.internal.volume;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a file of a volume holds, and who may read it. It may be a secret and is never shown. */
public final class FileContent {
  private final byte[] bytes;
  private final int mode;
  private final @Nullable Integer user;

  /**
   * @param mode permission bits, 0 to 0777
   * @param user the number of the file's owner; null for whoever runs the node
   */
  public FileContent(byte[] bytes, int mode, @Nullable Integer user) {
    if (mode < 0 || mode > 0777) {
      throw new IllegalArgumentException("mode: found %o, expected 0 to 0777".formatted(mode));
    }
    this.bytes = bytes.clone();
    this.mode = mode;
    this.user = user;
  }

  public static FileContent of(String text, int mode) {
    return new FileContent(text.getBytes(UTF_8), mode, null);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  int mode() {
    return mode;
  }

  @Nullable Integer user() {
    return user;
  }

  int length() {
    return bytes.length;
  }

  boolean holds(byte[] others) {
    return Arrays.equals(bytes, others);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileContent that
        && mode == that.mode
        && Objects.equals(user, that.user)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "%d bytes, mode %o".formatted(bytes.length, mode);
  }
}
