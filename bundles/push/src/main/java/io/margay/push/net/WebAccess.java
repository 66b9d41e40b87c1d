package io.margay.push.net;

import io.margay.dmi.driver.Settings;
import io.margay.push.PushException;
import io.margay.push.SecretFiles;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/**
 * Who we are to a web server, and whom we take for it. All are optional.
 *
 * @param user told by HTTP's basic authentication
 * @param passwordSecret the file with the password of the user
 * @param tokenSecret the file with a token, told as {@code Bearer}
 * @param caSecret the PEM file with the authorities that may sign for the server, instead of Java's
 *     own list
 */
public record WebAccess(String user, String passwordSecret, String tokenSecret, String caSecret) {
  private static final String USER = "user";
  private static final String PASSWORD = "passwordSecret";
  private static final String TOKEN = "tokenSecret";

  /** Reads settings, and complains of such that contradict one another. */
  public static WebAccess of(Settings settings) {
    String user = settings.text(List.of(USER)).orElse("");
    String password = settings.text(List.of(PASSWORD)).orElse("");
    String token = settings.text(List.of(TOKEN)).orElse("");
    if (user.isEmpty() != password.isEmpty()) {
      settings.complain(
          user.isEmpty() ? USER : PASSWORD, "a value, as user and passwordSecret go together");
    }
    if (!user.isEmpty() && !token.isEmpty()) {
      settings.complain(TOKEN, "either a token or a user");
    }
    return new WebAccess(user, password, token, settings.text(List.of("caSecret")).orElse(""));
  }

  /** The header {@code Authorization}; empty for none. */
  String authorization(SecretFiles secrets) throws PushException {
    if (!tokenSecret.isEmpty()) {
      return "Bearer " + token(secrets.read(tokenSecret));
    }
    if (user.isEmpty()) {
      return "";
    }
    String pair = user + ":" + secrets.read(passwordSecret);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** Java's HTTP client would show what it cannot send, and with it the token. */
  private String token(String text) throws PushException {
    if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw PushException.unreachable(
          "secret %s is no token; expected one line of ASCII without spaces"
              .formatted(tokenSecret));
    }
    return text;
  }

  SSLSocketFactory sockets(SecretFiles secrets) throws PushException {
    return caSecret.isEmpty()
        ? HttpsURLConnection.getDefaultSSLSocketFactory()
        : PemTrust.socketFactory(caSecret, secrets.read(caSecret));
  }

  /** What distinguishes targets at one address: empty, or {@code " as <user>"}. */
  public String suffix() {
    String who = user.isEmpty() ? "" : " as " + user;
    return tokenSecret.isEmpty() ? who : " by " + tokenSecret;
  }
}
