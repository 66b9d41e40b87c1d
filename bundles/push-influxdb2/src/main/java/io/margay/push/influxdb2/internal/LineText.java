package io.margay.push.influxdb2.internal;

/**
 * Words as the line protocol wants them. It has no way to write a line end in a name, and a
 * backslash before a separator hides it; so a name has neither: both become an underscore.
 */
final class LineText {
  private static final String IN_MEASUREMENT = ", ";
  private static final String IN_KEY = ", =";
  private static final String IN_TEXT = "\"\\";

  private LineText() {}

  /** Whether a name can be written as it is, but for separators. */
  static boolean isPlain(String name) {
    return name.chars().noneMatch(LineText::isUnspeakable);
  }

  static String measurement(String name) {
    String spoken = name.startsWith("#") ? "_" + name.substring(1) : name; // else it is a comment
    return escaped(spoken(spoken), IN_MEASUREMENT);
  }

  /** The key of a tag or a field, or the value of a tag. */
  static String key(String name) {
    return escaped(spoken(name), IN_KEY);
  }

  /** The value of a field that is a text, with its quotes. */
  static String text(String value) {
    return '"' + escaped(value, IN_TEXT) + '"';
  }

  private static String spoken(String name) {
    if (isPlain(name)) {
      return name;
    }
    StringBuilder spoken = new StringBuilder(name);
    for (int i = 0; i < spoken.length(); i++) {
      if (isUnspeakable(spoken.charAt(i))) {
        spoken.setCharAt(i, '_');
      }
    }
    return spoken.toString();
  }

  private static String escaped(String text, String separators) {
    if (text.chars().noneMatch(c -> separators.indexOf(c) >= 0)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      if (separators.indexOf(text.charAt(i)) >= 0) {
        escaped.append('\\');
      }
      escaped.append(text.charAt(i));
    }
    return escaped.toString();
  }

  private static boolean isUnspeakable(int c) {
    return c < ' ' || c == '\\' || c == 127;
  }
}
