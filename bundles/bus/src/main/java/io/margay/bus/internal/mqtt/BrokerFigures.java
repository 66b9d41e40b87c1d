package io.margay.bus.internal.mqtt;

import io.margay.bus.internal.topic.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;

/**
 * What the broker can say of itself at any time. Counts of clients are as old as the last {@link
 * #count}, which only the broker's thread calls; all else may be asked by any.
 */
final class BrokerFigures {
  private final String version;
  private final Traffic traffic;
  private final InstantSource clock;
  private final Instant started;
  private volatile Census census = new Census(0, 0, 0, 0);

  /** The clients at one instant. */
  private record Census(int clients, int connected, int mostConnected, long queued) {}

  BrokerFigures(String version, Traffic traffic, InstantSource clock) {
    this.version = version;
    this.traffic = traffic;
    this.clock = clock;
    this.started = clock.instant();
  }

  /** Counts the clients. */
  void count(Collection<Session> sessions) {
    int connected = 0;
    long queued = 0;
    for (Session session : sessions) {
      connected += session.link() == null ? 0 : 1;
      queued += session.queued() + session.inFlight();
    }
    int most = Math.max(connected, census.mostConnected());
    census = new Census(sessions.size(), connected, most, queued);
  }

  String version() {
    return version;
  }

  long uptimeSeconds() {
    return Duration.between(started, clock.instant()).toSeconds();
  }

  Traffic traffic() {
    return traffic;
  }

  int clients() {
    return census.clients();
  }

  int connected() {
    return census.connected();
  }

  int mostConnected() {
    return census.mostConnected();
  }

  long queued() {
    return census.queued();
  }
}
