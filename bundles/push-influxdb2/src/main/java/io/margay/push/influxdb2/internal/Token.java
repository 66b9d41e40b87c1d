package io.margay.push.influxdb2.internal;

import io.margay.push.PushException;
import io.margay.push.SecretFiles;
import java.net.http.HttpRequest;

/** What opens a bucket; it shows itself to the server only. */
final class Token {
  private final String header;

  private Token(String header) {
    this.header = header;
  }

  /**
   * Reads the token of a bucket.
   *
   * @throws PushException when there is none, or none that a header can hold
   */
  static Token of(Bucket bucket, SecretFiles secrets) throws PushException {
    if (bucket.tokenSecret().isEmpty()) {
      return new Token("");
    }
    String token = secrets.read(bucket.tokenSecret());
    if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw PushException.unreachable(
          "secret %s is no token; expected one line of ASCII without spaces"
              .formatted(bucket.tokenSecret()));
    }
    return new Token("Token " + token);
  }

  void addTo(HttpRequest.Builder request) {
    if (!header.isEmpty()) {
      request.header("Authorization", header);
    }
  }

  @Override
  public String toString() {
    return "a token";
  }
}
