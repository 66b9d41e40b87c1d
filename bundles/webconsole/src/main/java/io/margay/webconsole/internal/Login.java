package io.margay.webconsole.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The one user of the console, and how a browser proves to be that user: RFC 7617, Basic. */
record Login(String user, PasswordHash password) {
  private static final String SCHEME = "Basic ";

  /** Whether an {@code Authorization} header names the user and the password. */
  boolean allows(@Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    String credentials = decode(authorization.substring(SCHEME.length()).strip());
    int colon = credentials.indexOf(':');
    return colon >= 0
        && user.equals(credentials.substring(0, colon))
        && password.matches(credentials.substring(colon + 1));
  }

  private static String decode(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
