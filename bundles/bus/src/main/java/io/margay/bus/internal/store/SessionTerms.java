package io.margay.bus.internal.store;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Whose a session is and how long it is kept.
 *
 * @param user who the client was when it came first; empty when nobody asked
 * @param expirySeconds how long it outlives its connection
 * @param absentSince when the client went, in the time of {@link LastingClock}, or {@link #PRESENT}
 * @param will what is still to be published
 */
public record SessionTerms(
    String clientId, String user, long expirySeconds, long absentSince, @Nullable SavedWill will) {

  /** The client is connected. */
  public static final long PRESENT = -1;

  public SessionTerms {
    requireNonNull(clientId, "clientId");
    requireNonNull(user, "user");
  }
}
