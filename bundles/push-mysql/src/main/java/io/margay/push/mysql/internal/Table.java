package io.margay.push.mysql.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.dmi.NamespacedName;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The table of one device, called {@code namespace/name}. Values of rows are never part of a
 * statement, and the name of the table only in quotes that it cannot leave.
 */
final class Table {
  /** The longest name that MariaDB and MySQL take. */
  private static final int LONGEST = 64;

  private static final int HASH_BYTES = 5;

  private final String quoted;

  private Table(String name) {
    this.quoted = '`' + name.replace("`", "``") + '`';
  }

  static Table of(NamespacedName device) {
    String full = device.toString();
    String speakable = speakable(full);
    if (speakable.length() <= LONGEST && speakable.equals(full)) {
      return new Table(full);
    }
    int kept = Math.min(speakable.length(), LONGEST - 2 * HASH_BYTES - 1);
    return new Table(speakable.substring(0, kept) + "-" + hash(full));
  }

  /** What no name may hold becomes an underscore; the hash keeps such names apart. */
  private static String speakable(String name) {
    StringBuilder speakable = new StringBuilder(name);
    for (int i = 0; i < speakable.length(); i++) {
      char c = speakable.charAt(i);
      boolean trailingSpace = c == ' ' && i == speakable.length() - 1;
      if (c < ' ' || c == 127 || Character.isSurrogate(c) || trailingSpace) {
        speakable.setCharAt(i, '_');
      }
    }
    return speakable.toString();
  }

  private static String hash(String name) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Makes the table. Its key is what makes a sample itself, so that one that is sent twice is one
   * row; and rows of one property lie beside each other, in the order of their times.
   */
  String creation() {
    return """
        CREATE TABLE IF NOT EXISTS %s (
          time DATETIME(3) NOT NULL,
          property VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
          value LONGTEXT CHARACTER SET utf8mb4 NULL,
          number DOUBLE NULL,
          unit VARCHAR(64) CHARACTER SET utf8mb4 NOT NULL,
          quality VARCHAR(16) NOT NULL,
          reason TEXT CHARACTER SET utf8mb4 NULL,
          sequence BIGINT NOT NULL,
          PRIMARY KEY (property, time, sequence)
        )"""
        .formatted(quoted);
  }

  /** Puts one row in, or leaves the one that is there. Not IGNORE, which would bend values too. */
  String insertion() {
    return """
        INSERT INTO %s (time, property, value, number, unit, quality, reason, sequence)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON DUPLICATE KEY UPDATE sequence = sequence"""
        .formatted(quoted);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Table table && quoted.equals(table.quoted);
  }

  @Override
  public int hashCode() {
    return quoted.hashCode();
  }

  /** Its name in quotes. */
  @Override
  public String toString() {
    return quoted;
  }
}
