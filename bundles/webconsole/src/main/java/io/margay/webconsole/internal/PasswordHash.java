package io.margay.webconsole.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is kept of a password: {@code {sha-256}<salt>-<hash>}, where the hash is the SHA-256 of salt
 * and password, one after the other, as {@code sha256sum} prints it.
 */
record PasswordHash(String salt, String hash) {
  private static final Pattern FORM =
      Pattern.compile("\\{sha-256}([0-9A-Za-z]{8,64})-([0-9a-f]{64})");

  /**
   * Reads a configured value.
   *
   * @throws IllegalArgumentException if it has another form; the message does not repeat the value,
   *     which may be the password itself
   */
  static PasswordHash parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "password is not of the form {sha-256}<salt>-<hash>, with 8 to 64 letters and digits of"
              + " salt and 64 small hexadecimal digits of hash");
    }
    return new PasswordHash(form.group(1), form.group(2));
  }

  /** Takes the same time whether the first or the last digit differs. */
  boolean matches(String password) {
    return MessageDigest.isEqual(
        HexFormat.of().parseHex(hash), sha256().digest((salt + password).getBytes(UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
