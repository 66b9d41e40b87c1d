package io.margay.deviceapi.internal;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes a URL apart: segments and parameters, each decoded once and as UTF-8.
 *
 * <p>Whatever two readers could understand differently is refused: empty segments, {@code .} and
 * {@code ..}, an encoded slash, control characters, a parameter that is there twice.
 */
final class UrlText {
  private static final int MOST_CHARACTERS = 4096;

  private UrlText() {}

  /** The segments of the path. */
  static List<String> segments(URI uri) {
    String path = uri.getRawPath();
    if (uri.getRawAuthority() != null || path == null || !path.startsWith("/")) {
      throw new ApiException(400, "request line: expected a path that begins with one /");
    }
    if (path.length() > MOST_CHARACTERS) {
      throw new ApiException(
          414, "path: expected at most %d characters".formatted(MOST_CHARACTERS));
    }
    List<String> segments = new ArrayList<>();
    for (String raw : path.substring(1).split("/", -1)) {
      String segment = decoded(raw);
      if (segment.isEmpty()
          || segment.equals(".")
          || segment.equals("..")
          || segment.indexOf('/') >= 0) {
        throw new ApiException(
            400,
            "path: found the segment %s, expected a name without / and no . or .."
                .formatted(Shown.text(raw)));
      }
      segments.add(segment);
    }
    return List.copyOf(segments);
  }

  /** The parameters of the query. */
  static Map<String, String> parameters(URI uri) {
    String query = uri.getRawQuery();
    if (query == null || query.isEmpty()) {
      return Map.of();
    }
    if (query.length() > MOST_CHARACTERS) {
      throw new ApiException(
          414, "query: expected at most %d characters".formatted(MOST_CHARACTERS));
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (parameters.put(name, value) != null) {
        throw new ApiException(
            400, "query: found %s twice, expected it once".formatted(Shown.text(name)));
      }
    }
    return parameters;
  }

  private static String decoded(String raw) {
    ByteBuffer bytes = ByteBuffer.allocate(raw.length() * 3);
    int at = 0;
    while (at < raw.length()) {
      if (raw.charAt(at) == '%') {
        bytes.put((byte) hexByte(raw, at));
        at += 3;
      } else {
        int end = raw.indexOf('%', at);
        String plain = raw.substring(at, end < 0 ? raw.length() : end);
        bytes.put(plain.getBytes(StandardCharsets.UTF_8));
        at += plain.length();
      }
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
      if (text.chars().noneMatch(Character::isISOControl)) {
        return text;
      }
    } catch (CharacterCodingException e) {
      // refused below, like control characters
    }
    throw new ApiException(
        400, "URL: found %s, expected percent-encoded UTF-8 text".formatted(Shown.text(raw)));
  }

  private static int hexByte(String raw, int at) {
    int high = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 1), 16) : -1;
    int low = high < 0 ? -1 : Character.digit(raw.charAt(at + 2), 16);
    if (low < 0) {
      throw new ApiException(
          400, "URL: found %s, expected %% and two hex digits".formatted(Shown.text(raw)));
    }
    return high * 16 + low;
  }
}
