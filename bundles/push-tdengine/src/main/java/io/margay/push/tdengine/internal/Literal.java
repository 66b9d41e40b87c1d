package io.margay.push.tdengine.internal;

/** Texts in statements. The REST API takes no parameters, so a text must not end its quotes. */
final class Literal {
  private Literal() {}

  /** A text in quotes. */
  static String text(String text) {
    StringBuilder literal = new StringBuilder(text.length() + 2).append('\'');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\'', '\\' -> literal.append('\\').append(c);
        case '\n' -> literal.append("\\n");
        case '\r' -> literal.append("\\r");
        case '\t' -> literal.append("\\t");
        case 0 -> {} // ends a text in C
        default -> literal.append(c);
      }
    }
    return literal.append('\'').toString();
  }
}
