package io.margay.driver.onvif.internal.camera;

import java.util.LinkedHashMap;
import java.util.Map;

/** How a camera is told who asks. */
public enum AuthMode {
  /** A token in each request, and HTTP Digest where the web server asks for it. */
  BOTH("both", true, true),
  /** WS-Security UsernameToken alone. */
  USERNAME_TOKEN("usernametoken", true, false),
  /** HTTP Digest alone. */
  DIGEST("digest", false, true),
  NONE("none", false, false);

  private final String word;
  private final boolean token;
  private final boolean digest;

  AuthMode(String word, boolean token, boolean digest) {
    this.word = word;
    this.token = token;
    this.digest = digest;
  }

  /** All of them, by the word that a device's settings have. */
  public static Map<String, AuthMode> words() {
    Map<String, AuthMode> words = new LinkedHashMap<>();
    for (AuthMode mode : values()) {
      words.put(mode.word, mode);
    }
    return words;
  }

  boolean usesToken() {
    return token;
  }

  boolean usesDigest() {
    return digest;
  }
}
