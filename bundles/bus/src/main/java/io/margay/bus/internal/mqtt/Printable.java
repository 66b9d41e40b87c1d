package io.margay.bus.internal.mqtt;

/** Makes text from outside fit for one line of a log or a terminal. */
public final class Printable {
  private static final int LONGEST = 200;

  private Printable() {}

  /** The text without control characters, and cut when it is long. */
  public static String text(String text) {
    String line = line(text);
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  /** The text with control characters written as escapes, so that it stays on one line. */
  public static String line(String text) {
    if (text.chars().noneMatch(Character::isISOControl)) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.length() + 16);
    text.chars().forEach(c -> append(line, (char) c));
    return line.toString();
  }

  private static void append(StringBuilder line, char c) {
    switch (c) {
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      case '\t' -> line.append("\\t");
      default -> {
        if (Character.isISOControl(c)) {
          line.append("\\u%04x".formatted((int) c));
        } else {
          line.append(c);
        }
      }
    }
  }
}
