package io.margay.bus.internal.mqtt;

import io.margay.bus.internal.store.SavedMessage;
import io.margay.bus.internal.store.SavedWill;
import io.margay.bus.internal.store.SessionTerms;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a session is kept, and the will that is published when its client stays away (MQTT 5.0,
 * sections 3.1.2.11.2 and 3.1.3.2.2). Times are the journal's.
 *
 * <p>After a restart of the broker nothing falls due for {@link #GRACE}: clients that could not be
 * connected meanwhile can come back first.
 */
final class Lease {

  /** How long clients have to come back after a restart. */
  static final Duration GRACE = Duration.ofMinutes(1);

  private final String clientId;
  private String user;
  private final long longestSeconds;
  private long expirySeconds;
  private long absentSince = SessionTerms.PRESENT;
  private @Nullable Will will;
  private long willDue = SavedMessage.NEVER;

  /** A client has come that had no session. */
  Lease(SessionRequest request, long longestSeconds) {
    this.clientId = request.clientId();
    this.user = request.user();
    this.longestSeconds = longestSeconds;
    renew(request);
  }

  /** The session of a client that was there, or away, when the broker stopped. */
  Lease(SessionTerms saved, long longestSeconds, long now) {
    this.clientId = saved.clientId();
    this.user = saved.user();
    this.longestSeconds = longestSeconds;
    this.expirySeconds = Math.min(saved.expirySeconds(), longestSeconds);
    this.absentSince = saved.absentSince() == SessionTerms.PRESENT ? now : saved.absentSince();
    if (expirySeconds != SessionRequest.NEVER) {
      long keptAtLeast = Math.min(GRACE.toMillis(), expirySeconds * 1000);
      absentSince = Math.max(absentSince, now + keptAtLeast - expirySeconds * 1000);
    }
    SavedWill saw = saved.will();
    if (saw != null) {
      will = new Will(saw.message(), saw.delaySeconds());
      long due = saw.due() == SavedMessage.NEVER ? now + saw.delaySeconds() * 1000 : saw.due();
      willDue = Math.max(due, now + GRACE.toMillis());
    }
  }

  /** The client is here, perhaps with other wishes than before. */
  void renew(SessionRequest request) {
    user = request.user();
    expirySeconds = Math.min(request.expirySeconds(), longestSeconds);
    absentSince = SessionTerms.PRESENT;
    will = request.will();
    willDue = SavedMessage.NEVER;
  }

  /** The client is gone. */
  void leave(Departure departure, long now) {
    departure
        .expirySeconds()
        .ifPresent(seconds -> expirySeconds = Math.min(seconds, longestSeconds));
    absentSince = now;
    if (departure.manner() == Departure.Manner.GOODBYE) {
      will = null;
    } else if (will != null) {
      willDue = now + will.delaySeconds() * 1000;
    }
  }

  String clientId() {
    return clientId;
  }

  /** Whether the session is that of another user; one that nobody was asked for is anybody's. */
  boolean belongsToAnotherThan(String other) {
    return !user.isEmpty() && !user.equals(other);
  }

  /** How long the session is kept when the client is gone; may be less than it asked for. */
  long expirySeconds() {
    return expirySeconds;
  }

  /** When the client went; meaningless while it is there. */
  long absentSince() {
    return absentSince;
  }

  /** Whether the client has been away for too long. */
  boolean over(long now) {
    return absentSince != SessionTerms.PRESENT
        && expirySeconds != SessionRequest.NEVER
        && now >= absentSince + expirySeconds * 1000;
  }

  /** Hands out the will when its time has come; once. */
  @Nullable Will dueWill(long now) {
    return now >= willDue ? lastWill() : null;
  }

  /** Hands out the will since the session ends, unless the client said good-bye; once. */
  @Nullable Will lastWill() {
    Will last = will;
    will = null;
    willDue = SavedMessage.NEVER;
    return last;
  }

  /** What must survive a restart. */
  SessionTerms terms() {
    SavedWill waiting =
        will == null ? null : new SavedWill(will.message(), will.delaySeconds(), willDue);
    return new SessionTerms(clientId, user, expirySeconds, absentSince, waiting);
  }
}
