package io.margay.bus.internal.access;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * A password that nobody had to think of or to type where a history would keep it.
 *
 * @param password shown once, kept nowhere
 * @param line for the file of users
 */
public record NewPassword(String password, String line) {
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int LENGTH = 20;
  private static final int GROUP = 5;

  /**
   * Makes one.
   *
   * @throws IllegalArgumentException when a file of users could not hold the name
   */
  public static NewPassword of(String user) {
    if (user.isBlank() || !user.equals(user.strip()) || user.matches("#.*|.*[:\\p{Cntrl}].*")) {
      throw new IllegalArgumentException(
          "user: found \"" + user + "\", expected a name without colons and control characters");
    }
    SecureRandom random = new SecureRandom();
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      password.append(i > 0 && i % GROUP == 0 ? "-" : "");
      password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    byte[] bytes = password.toString().getBytes(StandardCharsets.UTF_8);
    return new NewPassword(
        password.toString(),
        user + ":" + PasswordHash.of(bytes, PasswordHash.ITERATIONS, random).text());
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "new password";
  }
}
