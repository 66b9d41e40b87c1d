package io.margay.driver.onvif.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server demands of those who ask, and the answer to it (RFC 7616).
 *
 * @param algorithm as Java names it: {@code MD5}, {@code SHA-256}
 * @param session whether the key is bound to the nonces ({@code …-sess})
 * @param qop whether the server takes {@code qop=auth}
 */
record DigestChallenge(
    String realm, String nonce, String opaque, String algorithm, boolean session, boolean qop) {
  private static final Pattern SCHEME =
      Pattern.compile("(?i)(^|,)\\s*([a-z]+)\\s+(?=[a-z-]+\\s*=)");
  private static final Pattern PARAMETER =
      Pattern.compile("([A-Za-z-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,\"]+))");
  private static final List<String> BEST_FIRST = List.of("SHA-256", "MD5");

  /** The best of those that a server offers; empty when it offers none that we know. */
  static Optional<DigestChallenge> best(List<String> headers) {
    List<DigestChallenge> all =
        headers.stream().flatMap(header -> challenges(header).stream()).toList();
    return BEST_FIRST.stream()
        .flatMap(wanted -> all.stream().filter(one -> one.algorithm.equals(wanted)))
        .findFirst();
  }

  /** Several challenges may stand in one header, each begun by its scheme. */
  private static List<DigestChallenge> challenges(String header) {
    Matcher scheme = SCHEME.matcher(header);
    List<DigestChallenge> found = new ArrayList<>();
    int begin = -1;
    while (scheme.find()) {
      if (begin >= 0) {
        found.add(read(header.substring(begin, scheme.start())));
      }
      begin = scheme.group(2).equalsIgnoreCase("digest") ? scheme.end() : -1;
    }
    if (begin >= 0) {
      found.add(read(header.substring(begin)));
    }
    return found;
  }

  private static DigestChallenge read(String parameters) {
    Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Matcher parameter = PARAMETER.matcher(parameters);
    while (parameter.find()) {
      String quoted = parameter.group(2);
      values.put(
          parameter.group(1),
          quoted == null ? parameter.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
    }
    String algorithm = values.getOrDefault("algorithm", "MD5").toUpperCase(Locale.ROOT);
    boolean session = algorithm.endsWith("-SESS");
    return new DigestChallenge(
        values.getOrDefault("realm", ""),
        values.getOrDefault("nonce", ""),
        values.getOrDefault("opaque", ""),
        session ? algorithm.substring(0, algorithm.length() - "-SESS".length()) : algorithm,
        session,
        List.of(values.getOrDefault("qop", "").split("\\s*,\\s*")).contains("auth"));
  }

  /**
   * The {@code Authorization} header.
   *
   * @param count how often this nonce has been answered, from 1
   * @param clientNonce fresh
   */
  String answer(Credentials who, String method, String path, int count, String clientNonce) {
    String times = "%08x".formatted(count);
    String secret = hash(who.userName() + ":" + realm + ":" + who.password());
    String key = session ? hash(secret + ":" + nonce + ":" + clientNonce) : secret;
    String asked = hash(method + ":" + path);
    String response =
        qop
            ? hash(String.join(":", key, nonce, times, clientNonce, "auth", asked))
            : hash(String.join(":", key, nonce, asked));
    StringBuilder header = new StringBuilder("Digest ");
    header.append(
        "username=%s, realm=%s, nonce=%s, uri=%s, response=%s"
            .formatted(
                quoted(who.userName()),
                quoted(realm),
                quoted(nonce),
                quoted(path),
                quoted(response)));
    header.append(", algorithm=").append(algorithm).append(session ? "-sess" : "");
    if (!opaque.isEmpty()) {
      header.append(", opaque=").append(quoted(opaque));
    }
    if (qop) {
      header
          .append(", qop=auth, nc=")
          .append(times)
          .append(", cnonce=")
          .append(quoted(clientNonce));
    } else if (session) {
      header.append(", cnonce=").append(quoted(clientNonce));
    }
    return header.toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }
}
