package io.margay.edged.internal.pod;

import io.margay.meta.Violation;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes the fields of a JSON object, and names the one that is not as it should be. A field that is
 * null is as good as missing; a read of a field that is wrong gives what a missing one would.
 */
final class FieldReader {
  private static final int LONGEST_QUOTE = 60;

  private final String path;
  private final Map<?, ?> object;
  private final Problems problems;

  /**
   * @param path JSON pointer to the object (RFC 6901)
   */
  FieldReader(String path, Map<?, ?> object, Problems problems) {
    this.path = path;
    this.object = object;
    this.problems = problems;
  }

  /** All that is in the object, unread. */
  Map<?, ?> data() {
    return object;
  }

  boolean has(String name) {
    return object.get(name) != null;
  }

  /** A text; empty when missing. */
  String text(String name) {
    Object value = object.get(name);
    if (value == null || value instanceof String) {
      return value == null ? "" : (String) value;
    }
    wrong(name, "a text");
    return "";
  }

  /** A text that must be there and match. */
  String text(String name, Pattern pattern, String expected) {
    String text = text(name);
    if (!pattern.matcher(text).matches() && !isWrongType(name)) {
      wrong(name, expected);
    }
    return text;
  }

  private boolean isWrongType(String name) {
    return has(name) && !(object.get(name) instanceof String);
  }

  /** A text that must be there. */
  String required(String name) {
    String text = text(name);
    if (text.isEmpty() && !isWrongType(name)) {
      wrong(name, "a text");
    }
    return text;
  }

  boolean flag(String name, boolean missing) {
    Boolean flag = flag(name);
    return flag == null ? missing : flag;
  }

  @Nullable Boolean flag(String name) {
    Object value = object.get(name);
    if (value == null || value instanceof Boolean) {
      return (Boolean) value;
    }
    wrong(name, "true or false");
    return null;
  }

  long integer(String name, long missing, long least, long most) {
    Long number = integer(name, least, most);
    return number == null ? missing : number;
  }

  @Nullable Long integer(String name, long least, long most) {
    Object value = object.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof Integer || value instanceof Long) {
      long number = ((Number) value).longValue();
      if (number >= least && number <= most) {
        return number;
      }
    }
    wrong(name, "a whole number from " + least + " to " + most);
    return null;
  }

  /** A list of whole numbers. */
  List<Long> integers(String name) {
    List<Long> numbers = new ArrayList<>();
    for (Object item : list(name)) {
      if (item instanceof Integer || item instanceof Long) {
        numbers.add(((Number) item).longValue());
      } else {
        wrong(name, "a list of whole numbers");
      }
    }
    return numbers;
  }

  /** One of some words. */
  <T> T choice(String name, Map<String, T> words, T missing) {
    String text = text(name);
    T chosen = words.get(text);
    if (chosen == null) {
      if (!text.isEmpty()) {
        wrong(name, "one of " + String.join(", ", words.keySet()));
      }
      return missing;
    }
    return chosen;
  }

  /** A nested object; an empty one when missing. */
  FieldReader object(String name) {
    return optional(name).orElseGet(() -> new FieldReader(at(name), Map.of(), problems));
  }

  /** A nested object, if it is there. */
  Optional<FieldReader> optional(String name) {
    Object value = object.get(name);
    if (value instanceof Map<?, ?> nested) {
      return Optional.of(new FieldReader(at(name), nested, problems));
    }
    if (value != null) {
      wrong(name, "an object");
    }
    return Optional.empty();
  }

  /** A list of objects; empty when missing. */
  List<FieldReader> objects(String name) {
    List<FieldReader> objects = new ArrayList<>();
    List<?> list = list(name);
    for (int i = 0; i < list.size(); i++) {
      String place = at(name) + "/" + i;
      if (list.get(i) instanceof Map<?, ?> nested) {
        objects.add(new FieldReader(place, nested, problems));
      } else {
        problems.mistake(new Violation(place, shown(list.get(i)), "an object"));
      }
    }
    return objects;
  }

  /** A list of texts; empty when missing. */
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    List<?> list = list(name);
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof String text) {
        texts.add(text);
      } else {
        problems.mistake(new Violation(at(name) + "/" + i, shown(list.get(i)), "a text"));
      }
    }
    return texts;
  }

  /** An object whose values are texts; empty when missing. */
  Map<String, String> textMap(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    FieldReader nested = object(name);
    for (Object key : nested.data().keySet()) {
      texts.put(String.valueOf(key), nested.text(String.valueOf(key)));
    }
    return texts;
  }

  /** Complains about a field. */
  void wrong(String name, String expected) {
    problems.mistake(new Violation(at(name), shown(object.get(name)), expected));
  }

  /** Complains about a field without quoting it. */
  void complain(String name, String found, String expected) {
    problems.mistake(new Violation(at(name), found, expected));
  }

  /** Says that what a field asks for is not to be had on this node. */
  void unsupported(String name, String expected) {
    problems.unsupported(new Violation(at(name), shown(object.get(name)), expected));
  }

  private List<?> list(String name) {
    Object value = object.get(name);
    if (value == null || value instanceof List) {
      return value == null ? List.of() : (List<?>) value;
    }
    wrong(name, "a list");
    return List.of();
  }

  private String at(String name) {
    return path + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  private static String shown(@Nullable Object value) {
    if (value == null) {
      return "nothing";
    }
    if (value instanceof Map) {
      return "an object";
    }
    if (value instanceof List) {
      return "a list";
    }
    if (value instanceof Number || value instanceof Boolean) {
      return value instanceof BigInteger ? "a huge number" : value.toString();
    }
    String text = value.toString();
    return '"'
        + (text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text)
        + '"';
  }
}
