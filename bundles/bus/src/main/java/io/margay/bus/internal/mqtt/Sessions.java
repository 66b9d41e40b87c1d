package io.margay.bus.internal.mqtt;

import io.margay.bus.internal.packet.ReasonCode;
import io.margay.bus.internal.topic.TopicSpace;
import io.margay.bus.internal.topic.Traffic;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sessions by client id. When too many clients are absent, the session of the one that has been
 * away longest is forgotten. Only the broker's thread may use it.
 */
final class Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

  private final TopicSpace space;
  private final BrokerLimits limits;
  private final QueueBudget budget;
  private final Traffic traffic;
  private final Map<String, Session> byClientId = new HashMap<>();
  private final Set<Session> absent = new LinkedHashSet<>();
  private long forgotten;

  Sessions(TopicSpace space, BrokerLimits limits, Traffic traffic) {
    this.space = space;
    this.limits = limits;
    this.traffic = traffic;
    this.budget = new QueueBudget(limits.queueBytes());
  }

  /**
   * A session for a client that connects.
   *
   * @param present whether the session was there before
   */
  record Opened(Session session, boolean present) {}

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
    if (earlier != null) {
      absent.remove(earlier);
      if (!request.clean()) {
        earlier.renew(request);
        return new Opened(earlier, true);
      }
      earlier.end();
    }
    Session session = new Session(request, space, limits, budget, traffic);
    byClientId.put(clientId, session);
    return new Opened(session, false);
  }

  /** A session's connection has ended. */
  void leave(Session session, Departure departure) {
    session.detach(departure);
    if (session.endsWithConnection()) {
      forget(session);
      return;
    }
    absent.add(session);
    if (absent.size() > limits.maxAbsentSessions()) {
      Session oldest = absent.iterator().next();
      forget(oldest);
      forgotten++;
      if (Long.bitCount(forgotten) == 1) {
        LOG.warn(
            "More than {} MQTT clients are absent: {} sessions forgotten so far, last that of {}",
            limits.maxAbsentSessions(),
            forgotten,
            Printable.text(oldest.clientId()));
      }
    }
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

  /** Forgets all. */
  void clear() {
    all().forEach(this::forget);
  }
}
