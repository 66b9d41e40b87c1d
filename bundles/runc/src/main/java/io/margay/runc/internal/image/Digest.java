package io.margay.runc.internal.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What bytes are named by (OCI image specification, descriptor, "digests"); SHA-256 alone.
 *
 * @param hex 64 lower-case digits; fit for a file name
 */
record Digest(String hex) {
  private static final String ALGORITHM = "sha256:";
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  Digest {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("\"" + hex + "\" is no SHA-256 of 64 hex digits");
    }
  }

  /**
   * Reads {@code sha256:…}.
   *
   * @throws IllegalArgumentException for anything else
   */
  static Digest parse(String text) {
    if (!text.startsWith(ALGORITHM)) {
      throw new IllegalArgumentException("digest \"" + text + "\": expected sha256:…");
    }
    return new Digest(text.substring(ALGORITHM.length()));
  }

  static Digest of(byte[] bytes) {
    return new Digest(HexFormat.of().formatHex(newSha256().digest(bytes)));
  }

  static Digest of(MessageDigest finished) {
    return new Digest(HexFormat.of().formatHex(finished.digest()));
  }

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return ALGORITHM + hex;
  }
}
