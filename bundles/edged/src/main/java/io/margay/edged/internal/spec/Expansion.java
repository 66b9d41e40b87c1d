package io.margay.edged.internal.spec;

import java.util.Map;

/**
 * Replaces {@code $(NAME)} by the variable's value (kubernetes.io, "Define Dependent Environment
 * Variables"): {@code $$} is one dollar sign, and a name that nobody defined stays as it is
 * written.
 */
public final class Expansion {
  private Expansion() {}

  /** The text with all variables replaced. */
  public static String expand(String text, Map<String, String> variables) {
    StringBuilder expanded = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '$' && at + 1 < text.length()) {
        char next = text.charAt(at + 1);
        int end = next == '(' ? text.indexOf(')', at + 2) : -1;
        if (end > 0) {
          String name = text.substring(at + 2, end);
          expanded.append(variables.getOrDefault(name, "$(" + name + ")"));
          at = end + 1;
          continue;
        }
        if (next == '$') {
          at++;
        }
      }
      expanded.append(c);
      at++;
    }
    return expanded.toString();
  }
}
