package io.margay.itest.push;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads InfluxDB's line protocol by the letter of its grammar, and refuses all else. Written from
 * the public description of the protocol, not from the code that is tested.
 */
final class LineProtocol {
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]+i");
  private static final Pattern FLOAT = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  private final String text;
  private int at;

  private LineProtocol(String text) {
    this.text = text;
  }

  /** A point; values are Long, Double, Boolean or String. */
  record Point(
      String measurement, Map<String, String> tags, Map<String, Object> fields, long nanos) {}

  /**
   * Reads all points.
   *
   * @throws IllegalArgumentException saying what is wrong, and where
   */
  static List<Point> read(String text) {
    LineProtocol reader = new LineProtocol(text);
    List<Point> points = new ArrayList<>();
    while (reader.at < text.length()) {
      points.add(reader.point());
    }
    return points;
  }

  private Point point() {
    if (peek() == '#') {
      throw wrong("a comment");
    }
    String measurement = name(", ");
    Map<String, String> tags = new TreeMap<>();
    while (peek() == ',') {
      at++;
      String key = name(",= ");
      expect('=');
      put(tags, key, name(",= "));
    }
    expect(' ');
    Map<String, Object> fields = new TreeMap<>();
    do {
      String key = name(",= ");
      expect('=');
      put(fields, key, value());
    } while (peek() == ',' && at++ >= 0);
    expect(' ');
    int end = text.indexOf('\n', at);
    if (end < 0) {
      throw wrong("a line without end");
    }
    long nanos = Long.parseLong(text.substring(at, end));
    at = end + 1;
    return new Point(measurement, tags, fields, nanos);
  }

  /** A name up to one of the separators; a backslash takes the meaning from a separator. */
  private String name(String separators) {
    StringBuilder name = new StringBuilder();
    while (separators.indexOf(peek()) < 0) {
      char c = text.charAt(at++);
      if (c == '\n') {
        throw wrong("a line end in a name");
      }
      if (c == '\\' && ", =".indexOf(peek()) >= 0) {
        c = text.charAt(at++);
      } else if (c == '\\') {
        throw wrong("a backslash that some readers take for an escape");
      }
      name.append(c);
    }
    if (name.isEmpty()) {
      throw wrong("an empty name");
    }
    return name.toString();
  }

  private Object value() {
    if (peek() == '"') {
      return quoted();
    }
    int start = at;
    while (peek() != ',' && peek() != ' ') {
      at++;
    }
    String word = text.substring(start, at);
    if (word.equals("true") || word.equals("false")) {
      return Boolean.valueOf(word);
    }
    Matcher integer = INTEGER.matcher(word);
    if (integer.matches()) {
      return Long.valueOf(word.substring(0, word.length() - 1));
    }
    if (FLOAT.matcher(word).matches()) {
      return Double.valueOf(word);
    }
    throw wrong("the value " + word);
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    at++;
    while (peek() != '"') {
      char c = text.charAt(at++);
      if (c == '\\' && (peek() == '"' || peek() == '\\')) {
        c = text.charAt(at++);
      }
      value.append(c);
    }
    at++;
    return value.toString();
  }

  private <T> void put(Map<String, T> map, String key, T value) {
    if (map.put(key, value) != null) {
      throw wrong("a second " + key);
    }
  }

  private void expect(char c) {
    if (peek() != c) {
      throw wrong("'" + peek() + "' where '" + c + "' belongs");
    }
    at++;
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong("the end");
    }
    return text.charAt(at);
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("unable to parse: " + what + " at character " + at);
  }
}
