package io.margay.bus.internal.mqtt;

import java.time.temporal.ChronoUnit;

/**
 * One client in the list of {@code bus:clients}.
 *
 * @param address where it is connected from, {@code -} when it is absent
 * @param mqtt its version of MQTT
 * @param keepAlive in seconds
 * @param since when it connected
 */
public record ClientRow(
    String client,
    String address,
    String mqtt,
    String user,
    String keepAlive,
    boolean kept,
    int subscriptions,
    int queued,
    int inFlight,
    long dropped,
    String since) {
  private static final String NOTHING = "-";

  static ClientRow of(Session session) {
    ClientLink link = session.link();
    ClientDetails details = link == null ? null : link.details();
    return new ClientRow(
        Printable.text(session.clientId()),
        details == null ? NOTHING : details.address(),
        details == null ? NOTHING : details.version().toString(),
        details == null || details.user().isEmpty() ? NOTHING : Printable.text(details.user()),
        details == null ? NOTHING : Integer.toString(details.keepAliveSeconds()),
        !session.endsWithConnection(),
        session.subscriptions(),
        session.queued(),
        session.inFlight(),
        session.dropped(),
        details == null ? NOTHING : details.since().truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
