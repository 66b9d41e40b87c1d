package io.margay.meta;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/**
 * One condition of a {@link Selector}, with the meaning that Kubernetes gives it: {@code !=} and
 * {@code notin} also pick resources that have no such label or field.
 *
 * @param key the label, or the path of the field with dots between its parts, such as {@code
 *     spec.nodeName}
 * @param values the values of {@link Operator#IN} and {@link Operator#NOT_IN}; a field that is
 *     missing, or is an object or a list, counts as the empty text
 */
public record Requirement(Subject subject, String key, Operator operator, Set<String> values) {

  /** What a condition asks about. */
  public enum Subject {
    /** A label. */
    LABEL,
    /** A field of the content, or of the status below {@code status.}. */
    FIELD
  }

  /** How it asks. */
  public enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    DOES_NOT_EXIST
  }

  public Requirement {
    requireNonNull(subject, "subject");
    requireNonNull(key, "key");
    requireNonNull(operator, "operator");
    values = Set.copyOf(values);
  }

  /**
   * Reads conditions on labels as {@code kubectl -l} takes them: {@code a=b}, {@code a==b}, {@code
   * a!=b}, {@code a in (b,c)}, {@code a notin (b,c)}, {@code a}, {@code !a}, with commas between.
   *
   * @throws IllegalArgumentException saying where the text is wrong
   */
  public static List<Requirement> onLabels(String text) {
    return new SelectorText(text).labels();
  }

  /**
   * Reads conditions on fields as {@code kubectl --field-selector} takes them: {@code a.b=c},
   * {@code a.b==c}, {@code a.b!=c}, with commas between; {@code \} takes the meaning from a comma,
   * an equals sign or a backslash in a value.
   *
   * @throws IllegalArgumentException saying where the text is wrong
   */
  public static List<Requirement> onFields(String text) {
    return new SelectorText(text).fields();
  }
}
