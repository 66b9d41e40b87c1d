package io.margay.driver.onvif.internal.soap;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.driver.onvif.internal.http.Credentials;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/**
 * Says who asks, in the header of a request, without the password: WS-Security UsernameToken
 * Profile 1.1, 3.1, with a digest, as ONVIF Core 5.12.1 wants it.
 */
public final class UserToken {
  private static final String PROFILE =
      "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";
  private static final String MESSAGES =
      "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0";

  private UserToken() {}

  /**
   * The header.
   *
   * @param nonce fresh
   * @param now by the camera's clock
   */
  public static Tag of(Credentials who, byte[] nonce, Instant now) {
    String created = now.truncatedTo(ChronoUnit.MILLIS).toString();
    return Tag.of(
            "wsse:Security",
            Tag.of(
                "wsse:UsernameToken",
                Tag.of("wsse:Username", who.userName()),
                Tag.of("wsse:Password", digest(nonce, created, who.password()))
                    .with("Type", PROFILE + "#PasswordDigest"),
                Tag.of("wsse:Nonce", Base64.getEncoder().encodeToString(nonce))
                    .with("EncodingType", MESSAGES + "#Base64Binary"),
                Tag.of("wsu:Created", created)))
        .with("s:mustUnderstand", "true");
  }

  /** Base64 ( SHA-1 ( nonce + created + password ) ). */
  static String digest(byte[] nonce, String created, String password) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(nonce);
      sha1.update(created.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(sha1.digest(password.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
