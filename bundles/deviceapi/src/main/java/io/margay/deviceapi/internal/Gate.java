package io.margay.deviceapi.internal;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides whose requests are heard.
 *
 * <p>With a token, only those of callers who bring it. Without one, those of programs on this
 * machine; but not those that a web page makes a browser on this machine send, whether it names
 * this address (then {@code Origin} or {@code Sec-Fetch-Site} tell) or a name of its own that it
 * lets point here (then {@code Host} tells).
 */
final class Gate {
  private static final Pattern LOOPBACK =
      Pattern.compile("(?:localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1\\])(?::[0-9]{1,5})?");
  private static final String SCHEME = "Bearer ";

  private final @Nullable AccessToken token;

  Gate(@Nullable AccessToken token) {
    this.token = token;
  }

  /** Lets a request pass, or says why not. */
  void check(Headers headers) {
    if (token == null) {
      refusePagesOfBrowsers(headers);
    } else if (!hasToken(headers, token)) {
      throw new ApiException(401, "found no valid token, expected Authorization: Bearer <token>");
    }
  }

  private static boolean hasToken(Headers headers, AccessToken token) {
    List<String> values = headers.getOrDefault("Authorization", List.of());
    return values.size() == 1
        && values.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && token.matches(values.get(0).substring(SCHEME.length()).strip());
  }

  private static void refusePagesOfBrowsers(Headers headers) {
    List<String> hosts = headers.getOrDefault("Host", List.of());
    if (hosts.size() != 1 || !isLoopback(hosts.get(0))) {
      throw new ApiException(
          403,
          "Host: found %s, expected localhost or a loopback address, as there is no token"
              .formatted(Shown.text(String.join(", ", hosts))));
    }
    for (String origin : headers.getOrDefault("Origin", List.of())) {
      if (!isLoopback(authority(origin))) {
        throw new ApiException(
            403,
            "Origin: found %s, expected no page of another site".formatted(Shown.text(origin)));
      }
    }
    for (String site : headers.getOrDefault("Sec-Fetch-Site", List.of())) {
      if (!site.equals("same-origin") && !site.equals("none")) {
        throw new ApiException(
            403,
            "Sec-Fetch-Site: found %s, expected same-origin or none".formatted(Shown.text(site)));
      }
    }
  }

  private static boolean isLoopback(String authority) {
    return LOOPBACK.matcher(authority.toLowerCase(Locale.ROOT)).matches();
  }

  private static String authority(String origin) {
    try {
      String authority = new URI(origin).getRawAuthority();
      return authority == null ? "" : authority;
    } catch (URISyntaxException e) {
      return "";
    }
  }
}
