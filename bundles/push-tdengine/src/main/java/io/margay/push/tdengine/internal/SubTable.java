package io.margay.push.tdengine.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.push.PushRecord;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The sub table of one property of one device: its name, and the tags that say whose it is.
 *
 * @param type of the values, as a tag, since a sub table holds values of one type
 */
record SubTable(String namespace, String device, String property, String type) {
  private static final int LONGEST_WORD = 40;
  private static final int HASH_BYTES = 8;

  static SubTable of(PushRecord sent) {
    return new SubTable(
        sent.device().namespace(),
        sent.device().name(),
        sent.property(),
        sent.type().name().toLowerCase(Locale.ROOT));
  }

  /**
   * Of letters, digits and underscores only; the hash keeps apart what such a name cannot, {@code
   * a-b} from {@code a_b}.
   */
  String name() {
    return "%s_%s_%s_%s"
        .formatted(
            word(namespace),
            word(device),
            word(property),
            hash(String.join("\0", namespace, device, property, type)));
  }

  private static String word(String name) {
    String word = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
    String begun = word.isEmpty() || Character.isDigit(word.charAt(0)) ? "_" + word : word;
    return begun.substring(0, Math.min(begun.length(), LONGEST_WORD));
  }

  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
