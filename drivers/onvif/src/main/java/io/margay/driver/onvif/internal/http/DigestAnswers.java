package io.margay.driver.onvif.internal.http;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers a server's challenge with each request, until it makes another one (RFC 7616, 3.6). */
final class DigestAnswers {
  private static final int NONCE_BYTES = 16;

  private final Credentials who;
  private final SecureRandom random;
  private @Nullable DigestChallenge challenge;
  private int count;

  DigestAnswers(Credentials who, SecureRandom random) {
    this.who = who;
    this.random = random;
  }

  /** Takes up a challenge; false when the answer holds none that can be answered. */
  boolean takeUp(Answer refusal) {
    Optional<DigestChallenge> best = DigestChallenge.best(refusal.all("www-authenticate"));
    challenge = best.orElse(null);
    count = 0;
    return best.isPresent();
  }

  /** The request with the answer to the challenge, if there was one. */
  Request sign(Request request) {
    if (challenge == null) {
      return request;
    }
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    count++;
    return request.with(
        "Authorization",
        challenge.answer(
            who, request.method(), request.path(), count, HexFormat.of().formatHex(nonce)));
  }
}
