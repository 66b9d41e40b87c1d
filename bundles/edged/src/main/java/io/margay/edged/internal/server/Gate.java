package io.margay.edged.internal.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Decides who may ask. Reading is for programs on this machine, but not for web pages in a browser
 * on it. Running programs in containers is for those who bring the token; without a token in the
 * settings, for nobody.
 */
final class Gate {
  private static final Pattern LOOPBACK =
      Pattern.compile("(?:localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1\\])(?::[0-9]{1,5})?");
  private static final String SCHEME = "Bearer ";

  private final byte[] token;

  /**
   * @param token empty for none
   */
  Gate(String token) {
    this.token = token.getBytes(UTF_8);
  }

  /** Lets a reader pass, or says why not. */
  void checkReader(HttpHeaders headers) throws RequestException {
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    boolean named =
        hosts.size() == 1 && LOOPBACK.matcher(hosts.get(0).toLowerCase(Locale.ROOT)).matches();
    if (!named) {
      throw new RequestException(403, "Host: expected localhost or a loopback address");
    }
    if (headers.contains(HttpHeaderNames.ORIGIN)) {
      throw new RequestException(403, "Origin: expected none, as web pages are not answered");
    }
  }

  /** Lets who wants to run something pass, or says why not. */
  void checkRunner(HttpHeaders headers) throws RequestException {
    checkReader(headers);
    if (token.length == 0) {
      throw new RequestException(403, "running programs is switched off: no token is configured");
    }
    String offered = headers.get(HttpHeaderNames.AUTHORIZATION, "");
    boolean matches =
        offered.startsWith(SCHEME)
            && MessageDigest.isEqual(token, offered.substring(SCHEME.length()).getBytes(UTF_8));
    if (!matches) {
      throw new RequestException(
          401, "found no valid token, expected Authorization: Bearer <token>");
    }
  }
}
