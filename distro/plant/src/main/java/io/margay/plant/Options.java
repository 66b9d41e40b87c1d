package io.margay.plant;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** A command line of {@code --name value} and {@code --flag}. */
final class Options {
  private final Map<String, String> values;

  private Options(Map<String, String> values) {
    this.values = values;
  }

  /**
   * @param known every option with its default; a default of {@code false} makes it a flag
   * @throws IllegalArgumentException saying what is wrong, and what there is
   */
  static Options parse(Map<String, String> known, String... arguments) {
    Map<String, String> values = new LinkedHashMap<>(known);
    Iterator<String> words = Arrays.asList(arguments).iterator();
    while (words.hasNext()) {
      String word = words.next();
      String name = word.startsWith("--") ? word.substring(2) : "";
      String usual = known.get(name);
      if (usual == null) {
        throw new IllegalArgumentException(
            word + " is unknown; there is --" + String.join(", --", known.keySet()));
      }
      if (usual.equals("false")) {
        values.put(name, "true");
      } else if (words.hasNext()) {
        values.put(name, words.next());
      } else {
        throw new IllegalArgumentException(word + " needs a value, such as " + usual);
      }
    }
    return new Options(values);
  }

  String text(String name) {
    return String.valueOf(values.get(name));
  }

  boolean flag(String name) {
    return Boolean.parseBoolean(values.get(name));
  }

  /**
   * @throws IllegalArgumentException when it is no whole number from {@code min} to {@code max}
   */
  int number(String name, int min, int max) {
    try {
      int number = Integer.parseInt(text(name));
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw notInRange(name, min, max);
    }
    throw notInRange(name, min, max);
  }

  private IllegalArgumentException notInRange(String name, int min, int max) {
    return new IllegalArgumentException(
        "--%s: found %s, expected a whole number from %d to %d"
            .formatted(name, text(name), min, max));
  }
}
