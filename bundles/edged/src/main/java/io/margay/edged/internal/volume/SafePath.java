package io.margay.edged.internal.volume;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A path from outside that cannot leave the folder that it is meant for: relative, of plain names,
 * without {@code .} and {@code ..}, and without names that begin with two dots, which are ours.
 */
public final class SafePath {
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_PATH = 1024;
  private static final int DEEPEST = 32;
  private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");

  private final List<String> names;

  private SafePath(List<String> names) {
    this.names = names;
  }

  /**
   * Reads a path of one or more names.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static SafePath of(String text) {
    if (text.isEmpty() || text.length() > LONGEST_PATH) {
      throw wrong(text, "1 to " + LONGEST_PATH + " characters");
    }
    if (text.startsWith("/")) {
      throw wrong(text, "a relative path");
    }
    List<String> names = new ArrayList<>();
    for (String name : text.split("/+")) {
      names.add(plain(name, text));
    }
    if (names.size() > DEEPEST) {
      throw wrong(text, "at most " + DEEPEST + " folders deep");
    }
    return new SafePath(List.copyOf(names));
  }

  /**
   * Reads a key of a ConfigMap or Secret, which is one name (Kubernetes API, ConfigMap {@code
   * data}).
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static SafePath ofKey(String key) {
    if (!KEY.matcher(key).matches()) {
      throw wrong(key, "letters, digits, dots, hyphens and underscores");
    }
    return of(key);
  }

  private static String plain(String name, String whole) {
    if (name.startsWith("..") || name.equals(".")) {
      throw wrong(whole, "no \".\" and no name that begins with \"..\"");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      throw wrong(whole, "names of at most " + LONGEST_NAME + " bytes");
    }
    if (name.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw wrong(whole, "no control characters");
    }
    return name;
  }

  private static IllegalArgumentException wrong(String found, String expected) {
    String shown = found.length() > 64 ? found.substring(0, 64) + "…" : found;
    return new IllegalArgumentException(
        "found path \"%s\", expected %s".formatted(shown.replaceAll("\\p{Cntrl}", "?"), expected));
  }

  /** The first name: what the folder itself shows of it. */
  String first() {
    return names.get(0);
  }

  /** Where it is below a folder. */
  public Path below(Path folder) {
    Path path = folder;
    for (String name : names) {
      path = path.resolve(name);
    }
    return path;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SafePath that && names.equals(that.names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  @Override
  public String toString() {
    return String.join("/", names);
  }
}
