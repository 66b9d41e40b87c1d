package io.margay.edged.internal.pod;

import java.util.LinkedHashMap;
import java.util.Map;

/** The words that a field may say, in the order in which people are told of them. */
final class Words {
  private Words() {}

  static <T> Map<String, T> ordered(String first, T one, String second, T two) {
    Map<String, T> words = new LinkedHashMap<>();
    words.put(first, one);
    words.put(second, two);
    return words;
  }

  static <T> Map<String, T> ordered(
      String first, T one, String second, T two, String third, T three) {
    Map<String, T> words = ordered(first, one, second, two);
    words.put(third, three);
    return words;
  }

  static <T> Map<String, T> ordered(
      String first, T one, String second, T two, String third, T three, String fourth, T four) {
    Map<String, T> words = ordered(first, one, second, two, third, three);
    words.put(fourth, four);
    return words;
  }
}
