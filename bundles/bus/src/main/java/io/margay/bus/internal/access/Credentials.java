package io.margay.bus.internal.access;

import static java.util.Objects.requireNonNull;

import io.margay.bus.Payload;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * What a client shows when it asks to be let in.
 *
 * @param user the user name of its CONNECT, or null
 * @param password the password of its CONNECT, or null
 * @param certificate what it proved by TLS to be, or null
 */
public record Credentials(
    String clientId,
    @Nullable String user,
    @Nullable Payload password,
    @Nullable X509Certificate certificate) {

  public Credentials {
    requireNonNull(clientId, "clientId");
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "client " + clientId + (user == null ? "" : ", user " + user);
  }
}
