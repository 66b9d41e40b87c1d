package io.margay.bus.internal.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is kept of a password, in the forms of mosquitto_passwd: {@code $7$iterations$salt$hash} is
 * PBKDF2 with HMAC-SHA512 (RFC 8018, section 5.2), {@code $6$salt$hash} one SHA-512 of password and
 * salt, as mosquitto wrote before version 2.0. Salt and hash are in Base64.
 */
final class PasswordHash {
  /**
   * Who steals the file pays that for each guess, and the node for each login: a hundred clients
   * that come back after a power cut must not wait for minutes on a small gateway.
   */
  static final int ITERATIONS = 10_000;

  private static final int MOST_ITERATIONS = 5_000_000;
  private static final int HASH_BYTES = 64;
  private static final int SALT_BYTES = 16;
  private static final Pattern PBKDF2 =
      Pattern.compile("\\$7\\$(\\d{1,7})\\$([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+)");
  private static final Pattern PLAIN_SHA512 =
      Pattern.compile("\\$6\\$([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+)");

  private final int iterations;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(int iterations, byte[] salt, byte[] hash) {
    this.iterations = iterations;
    this.salt = salt;
    this.hash = hash;
  }

  /**
   * Reads either form.
   *
   * @throws IllegalArgumentException saying which forms there are, without repeating the text, as
   *     it may be the password itself
   */
  static PasswordHash parse(String text) {
    Matcher pbkdf2 = PBKDF2.matcher(text);
    if (pbkdf2.matches()) {
      int iterations = Integer.parseInt(pbkdf2.group(1));
      if (iterations < 1 || iterations > MOST_ITERATIONS) {
        throw new IllegalArgumentException(
            "iterations: found %d, expected 1 to %d".formatted(iterations, MOST_ITERATIONS));
      }
      return new PasswordHash(iterations, base64(pbkdf2.group(2)), hash(pbkdf2.group(3)));
    }
    Matcher sha512 = PLAIN_SHA512.matcher(text);
    if (sha512.matches()) {
      return new PasswordHash(0, base64(sha512.group(1)), hash(sha512.group(2)));
    }
    throw new IllegalArgumentException(
        "expected $7$iterations$salt$hash, as bus:passwd and mosquitto_passwd make it");
  }

  private static byte[] hash(String base64) {
    byte[] hash = base64(base64);
    if (hash.length != HASH_BYTES) {
      throw new IllegalArgumentException(
          "the hash has %d bytes, expected %d".formatted(hash.length, HASH_BYTES));
    }
    return hash;
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("salt or hash is no Base64");
    }
  }

  /** Hashes a password with a salt of its own. */
  static PasswordHash of(byte[] password, int iterations, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return new PasswordHash(iterations, salt, pbkdf2(password, salt, iterations));
  }

  /** A hash that no password has, and that is as much work to find out as others. */
  static PasswordHash ofNobody(int iterations) {
    return new PasswordHash(iterations, new byte[SALT_BYTES], new byte[HASH_BYTES]);
  }

  /** How often the function is iterated; 0 stands for the old form. */
  int iterations() {
    return iterations;
  }

  /** Whether it is of the old form, which a thief of the file guesses quickly. */
  boolean weak() {
    return iterations == 0;
  }

  /** Whether this is the password; takes the same time either way. */
  boolean matches(byte[] password) {
    byte[] found = weak() ? sha512(password, salt) : pbkdf2(password, salt, iterations);
    return MessageDigest.isEqual(hash, found) && password.length > 0;
  }

  /** The form that is written into the file. */
  String text() {
    Base64.Encoder base64 = Base64.getEncoder();
    return "$7$%d$%s$%s"
        .formatted(iterations, base64.encodeToString(salt), base64.encodeToString(hash));
  }

  /** One block, since SHA-512 is as long as the hash. The JDK's own takes text, MQTT has bytes. */
  private static byte[] pbkdf2(byte[] password, byte[] salt, int iterations) {
    try {
      Mac mac = Mac.getInstance("HmacSHA512");
      // HMAC fills its key up with zeros: an empty one, which the JDK refuses, equals one zero.
      mac.init(new SecretKeySpec(password.length == 0 ? new byte[1] : password, "HmacSHA512"));
      mac.update(salt);
      byte[] block = mac.doFinal(new byte[] {0, 0, 0, 1});
      byte[] sum = block.clone();
      for (int i = 1; i < iterations; i++) {
        block = mac.doFinal(block);
        for (int j = 0; j < sum.length; j++) {
          sum[j] ^= block[j];
        }
      }
      return sum;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA512", e);
    }
  }

  private static byte[] sha512(byte[] password, byte[] salt) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      digest.update(password);
      return digest.digest(salt);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-512", e);
    }
  }

  /** Without salt and hash. */
  @Override
  public String toString() {
    return weak() ? "salted SHA-512" : "PBKDF2 of " + iterations + " iterations";
  }
}
