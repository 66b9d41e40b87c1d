package io.margay.bus.internal.mqtt;

/**
 * One client in the list of {@code bus:clients}.
 *
 * @param address where it is connected from, {@code -} when it is absent
 */
public record ClientRow(
    String client,
    String address,
    boolean cleanSession,
    int subscriptions,
    int queued,
    int inFlight,
    long dropped) {

  static ClientRow of(Session session) {
    ClientLink link = session.link();
    return new ClientRow(
        Printable.text(session.clientId()),
        link == null ? "-" : link.address(),
        session.endsWithConnection(),
        session.subscriptions(),
        session.queued(),
        session.inFlight(),
        session.dropped());
  }
}
