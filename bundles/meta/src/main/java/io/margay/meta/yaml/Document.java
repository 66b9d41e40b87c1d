package io.margay.meta.yaml;

import java.util.Map;

/**
 * One document of a file, as JSON.
 *
 * @param line where it begins, from 1
 * @param lines the line of each value, by JSON pointer
 */
public record Document(int line, String json, Map<String, Integer> lines) {

  /** The line of a value, or of the nearest thing around it that is there. */
  public int lineOf(String pointer) {
    for (String at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
      Integer found = lines.get(at);
      if (found != null) {
        return found;
      }
    }
    return line;
  }
}
