package io.margay.driver.onvif.internal.camera;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What an operation is given, by name. A mistake is an {@link IllegalArgumentException}. */
public final class Arguments {
  private final Settings given;

  public Arguments(String operation, Map<String, Object> given) {
    this.given = new Settings("/" + operation, given, Arguments::refuse);
  }

  private static void refuse(Problem problem) {
    throw new IllegalArgumentException(problem.toString());
  }

  /** A text that must be there. */
  public String text(String name) {
    return given.text(name);
  }

  /** A text; empty when it is not there. */
  public String textOr(String fallback, String... names) {
    return given.text(List.of(names)).orElse(fallback);
  }

  /** A number, if it is there. */
  public OptionalDouble number(String name) {
    return given.has(name) ? OptionalDouble.of(given.numberOr(0, name)) : OptionalDouble.empty();
  }

  /** A truth value, or the fallback. */
  public boolean flag(boolean fallback, String name) {
    return given.flagOr(fallback, name);
  }

  /** One of these words, without regard to case; it must be there. */
  public <T> T choice(String name, Map<String, T> words) {
    Optional<T> chosen = given.choice(words, name);
    return chosen.orElseThrow();
  }

  public boolean has(String name) {
    return given.has(name);
  }

  /** A complaint about an argument that only the operation can see. */
  public IllegalArgumentException unfit(String name, String expected) {
    return new IllegalArgumentException(
        "argument \"%s\" is \"%s\"; expected %s".formatted(name, textOr("", name), expected));
  }
}
