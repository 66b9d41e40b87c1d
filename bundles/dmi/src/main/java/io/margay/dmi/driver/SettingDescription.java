package io.margay.dmi.driver;

import static java.util.Objects.requireNonNull;

/**
 * One key of a {@code configData} object, for people and for tools that make forms.
 *
 * @param key as it is written; {@code a.b} for {@code b} inside the object {@code a}
 * @param values what may stand there, in words: {@code 1 to 65535}, {@code one of TCP, RTU}
 * @param fallback what is taken when it is left out; empty when nothing is
 */
public record SettingDescription(
    String key, boolean required, String values, String fallback, String meaning) {

  public SettingDescription {
    requireNonNull(key, "key");
    requireNonNull(values, "values");
    requireNonNull(fallback, "fallback");
    requireNonNull(meaning, "meaning");
  }

  /** A key that must be there. */
  public static SettingDescription required(String key, String values, String meaning) {
    return new SettingDescription(key, true, values, "", meaning);
  }

  /** A key that may be left out. */
  public static SettingDescription optional(
      String key, String values, String fallback, String meaning) {
    return new SettingDescription(key, false, values, fallback, meaning);
  }
}
