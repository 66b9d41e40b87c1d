package io.margay.driver.onvif.internal.stream;

import io.margay.driver.onvif.internal.http.Credentials;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Puts user and password into the address of a stream (RFC 3986, 3.2.1), for ffmpeg alone. */
final class StreamLogin {
  private StreamLogin() {}

  static String in(String uri, Optional<Credentials> user) {
    int host = uri.indexOf("://") + "://".length();
    return user.map(
            who ->
                uri.substring(0, host)
                    + encoded(who.userName())
                    + ":"
                    + encoded(who.password())
                    + "@"
                    + uri.substring(host))
        .orElse(uri);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
