package io.margay.meta;

import io.margay.meta.Requirement.Operator;
import io.margay.meta.Requirement.Subject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the selectors that people type (kubernetes.io, "Labels and Selectors", "Field Selectors").
 */
final class SelectorText {
  private static final String ENDS_WORD = "=!,() \t";

  private final String text;
  private int at;

  SelectorText(String text) {
    this.text = text;
  }

  List<Requirement> labels() {
    List<Requirement> requirements = new ArrayList<>();
    do {
      skipSpaces();
      if (atEnd() && requirements.isEmpty()) {
        return List.of();
      }
      requirements.add(label());
      skipSpaces();
    } while (take(","));
    expectEnd();
    return requirements;
  }

  List<Requirement> fields() {
    if (text.isBlank()) {
      return List.of();
    }
    List<Requirement> requirements = new ArrayList<>();
    do {
      skipSpaces();
      String path = word("the path of a field");
      skipSpaces();
      Operator operator;
      if (take("!=")) {
        operator = Operator.NOT_IN;
      } else if (take("==") || take("=")) {
        operator = Operator.IN;
      } else {
        throw wrong("=, == or !=");
      }
      requirements.add(new Requirement(Subject.FIELD, path, operator, Set.of(fieldValue())));
    } while (take(","));
    return requirements;
  }

  private Requirement label() {
    if (take("!")) {
      skipSpaces();
      return label(word("a label"), Operator.DOES_NOT_EXIST, Set.of());
    }
    String key = word("a label");
    skipSpaces();
    if (take("!=")) {
      return label(key, Operator.NOT_IN, Set.of(labelValue()));
    }
    if (take("==") || take("=")) {
      return label(key, Operator.IN, Set.of(labelValue()));
    }
    if (atEnd() || text.charAt(at) == ',') {
      return label(key, Operator.EXISTS, Set.of());
    }
    int before = at;
    String word = optionalWord();
    return switch (word) {
      case "in" -> label(key, Operator.IN, labelValues());
      case "notin" -> label(key, Operator.NOT_IN, labelValues());
      default -> {
        at = before;
        throw wrong("=, ==, !=, in, notin or a comma");
      }
    };
  }

  private static Requirement label(String key, Operator operator, Set<String> values) {
    return new Requirement(Subject.LABEL, key, operator, values);
  }

  private String labelValue() {
    skipSpaces();
    return optionalWord();
  }

  private Set<String> labelValues() {
    skipSpaces();
    if (!take("(")) {
      throw wrong("(");
    }
    Set<String> values = new LinkedHashSet<>();
    do {
      values.add(labelValue());
      skipSpaces();
    } while (take(","));
    if (!take(")")) {
      throw wrong("a comma or )");
    }
    return values;
  }

  private String fieldValue() {
    StringBuilder value = new StringBuilder();
    for (; !atEnd() && text.charAt(at) != ','; at++) {
      char c = text.charAt(at);
      if (c == '\\') {
        at++;
        if (atEnd() || "\\,=".indexOf(text.charAt(at)) < 0) {
          throw wrong("a backslash, a comma or an equals sign after the backslash");
        }
        c = text.charAt(at);
      } else if (c == '=') {
        throw wrong("a comma, or \\= for an equals sign in a value");
      }
      value.append(c);
    }
    return value.toString();
  }

  private String word(String expected) {
    String word = optionalWord();
    if (word.isEmpty()) {
      throw wrong(expected);
    }
    return word;
  }

  private String optionalWord() {
    int start = at;
    while (!atEnd() && ENDS_WORD.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  private boolean take(String sign) {
    if (!text.startsWith(sign, at)) {
      return false;
    }
    at += sign.length();
    return true;
  }

  private void skipSpaces() {
    while (!atEnd() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }

  private boolean atEnd() {
    return at >= text.length();
  }

  private void expectEnd() {
    if (!atEnd()) {
      throw wrong("a comma or the end");
    }
  }

  private IllegalArgumentException wrong(String expected) {
    String found = atEnd() ? "the end" : "\"" + text.charAt(at) + "\"";
    return new IllegalArgumentException(
        "selector \""
            + text
            + "\": found "
            + found
            + " at character "
            + (at + 1)
            + ", expected "
            + expected);
  }
}
