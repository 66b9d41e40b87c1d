package io.margay.edged.internal.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a URL asks for, decoded.
 *
 * @param path the segments of the path
 * @param parameters those of the query; one may come several times
 */
record Query(List<String> path, Map<String, List<String>> parameters) {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");

  static Query of(URI uri) throws RequestException {
    List<String> path = new ArrayList<>();
    for (String segment : uri.getRawPath().split("/", -1)) {
      if (!segment.isEmpty()) {
        path.add(decoded(segment));
      }
    }
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    for (String pair : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      parameters
          .computeIfAbsent(decoded(parts[0]), name -> new ArrayList<>())
          .add(parts.length == 2 ? decoded(parts[1]) : "");
    }
    return new Query(path, parameters);
  }

  private static String decoded(String text) throws RequestException {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new RequestException(400, "URL: " + e.getMessage());
    }
  }

  List<String> all(String parameter) {
    return parameters.getOrDefault(parameter, List.of());
  }

  String text(String parameter) {
    List<String> values = all(parameter);
    return values.isEmpty() ? "" : values.get(0);
  }

  boolean flag(String parameter) {
    String value = text(parameter);
    return value.equals("true") || value.equals("1");
  }

  /** A whole number; negative when it is not given. */
  long number(String parameter) throws RequestException {
    String value = text(parameter);
    if (value.isEmpty()) {
      return -1;
    }
    if (!NUMBER.matcher(value).matches()) {
      throw new RequestException(
          400, parameter + ": found something else, expected a whole number");
    }
    return Long.parseLong(value);
  }
}
