package io.margay.bus.internal.mqtt;

import io.margay.bus.internal.packet.ReasonCode;
import io.margay.bus.internal.store.SavedSession;
import io.margay.bus.internal.store.SessionJournal;
import io.margay.bus.internal.topic.TopicSpace;
import io.margay.bus.internal.topic.Traffic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sessions by client id. Those of clients that are away for too long are forgotten; when too
 * many clients are away, the session of the one that has been so longest. Only the broker's thread
 * may use it.
 */
final class Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

  private final SessionSurroundings around;
  private final Map<String, Session> byClientId = new HashMap<>();
  private final Set<Session> absent = new LinkedHashSet<>();
  private long forgotten;

  /** Sessions that live in memory alone. */
  Sessions(TopicSpace space, BrokerLimits limits, Traffic traffic) {
    this(
        new SessionSurroundings(
            space,
            limits,
            SessionPolicy.USUAL,
            new QueueBudget(limits.queueBytes()),
            traffic,
            SessionJournal.NONE));
  }

  Sessions(SessionSurroundings around) {
    this.around = around;
  }

  /**
   * A session for a client that connects.
   *
   * @param present whether the session was there before
   */
  record Opened(Session session, boolean present) {}

  /** Takes up the sessions that the journal has kept. */
  void restore() {
    List<SavedSession> saved = new ArrayList<>(around.journal().load());
    saved.sort(Comparator.comparingLong(session -> session.terms().absentSince()));
    for (SavedSession one : saved) {
      Session session = new Session(one, around);
      session.resume(one);
      byClientId.put(session.clientId(), session);
      away(session);
    }
  }

  /** Whether there is a session of that client id which is another user's. */
  boolean isOfAnotherUser(SessionRequest request) {
    Session session = byClientId.get(request.clientId());
    return session != null && session.lease().belongsToAnotherThan(request.user());
  }

  /**
   * Finds or makes the session of a client (MQTT 5.0, section 3.1.2.4). An earlier connection of
   * the same client id is ended first.
   */
  Opened open(SessionRequest request) {
    String clientId = request.clientId();
    Session earlier = byClientId.get(clientId);
    ClientLink link = earlier == null ? null : earlier.link();
    if (link != null) {
      link.disconnect(ReasonCode.SESSION_TAKEN_OVER);
      earlier = byClientId.get(clientId);
    }
    if (earlier != null && !request.clean()) {
      absent.remove(earlier);
      earlier.renew(request);
      return new Opened(earlier, true);
    }
    if (earlier != null) {
      forget(earlier);
    }
    Session session = new Session(request, around);
    byClientId.put(clientId, session);
    return new Opened(session, false);
  }

  /** A session's connection has ended. */
  void leave(Session session, Departure departure) {
    if (departure.manner() == Departure.Manner.BROKER_STOPS) {
      return;
    }
    session.detach(departure);
    if (session.endsWithConnection()) {
      forget(session);
    } else {
      away(session);
    }
  }

  private void away(Session session) {
    absent.add(session);
    if (absent.size() <= around.limits().maxAbsentSessions()) {
      return;
    }
    Session oldest = absent.iterator().next();
    forget(oldest);
    forgotten++;
    if (Long.bitCount(forgotten) == 1) {
      LOG.warn(
          "More than {} MQTT clients are absent: {} sessions forgotten so far, last that of {}",
          around.limits().maxAbsentSessions(),
          forgotten,
          Printable.text(oldest.clientId()));
    }
  }

  /** Looks what has fallen due by now: wills, sessions of absent clients, messages. */
  void sweep() {
    long now = around.now();
    for (Session session : List.copyOf(absent)) {
      session.publishDueWill(now);
      if (session.lease().over(now)) {
        forget(session);
      }
    }
    byClientId.values().forEach(session -> session.dropExpired(now));
  }

  /** Forgets what is kept for a client that is absent, and says whether there was anything. */
  boolean forget(String clientId) {
    Session session = byClientId.get(clientId);
    if (session == null) {
      return false;
    }
    forget(session);
    return true;
  }

  private void forget(Session session) {
    absent.remove(session);
    byClientId.remove(session.clientId(), session);
    session.end();
  }

  Collection<Session> all() {
    return List.copyOf(byClientId.values());
  }

  /** The broker stops: what the journal keeps stays in it, all else is forgotten. */
  void close() {
    byClientId.values().forEach(Session::retire);
    byClientId.clear();
    absent.clear();
  }
}
