package io.margay.bus.internal.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.bus.Message;
import io.margay.bus.Payload;
import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
import io.margay.bus.internal.access.Permissions;
import io.margay.bus.internal.store.SavedMessage;
import io.margay.bus.internal.store.SessionJournal;
import io.margay.bus.internal.topic.RetainedLimits;
import io.margay.bus.internal.topic.SubscriptionOptions;
import io.margay.bus.internal.topic.TopicSpace;
import io.margay.bus.internal.topic.Traffic;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The handshakes and queues of one client, without sockets. */
class SessionTest {
  private static final BrokerLimits LIMITS =
      new BrokerLimits(10, 1_000, Duration.ofSeconds(1), 2, 2, 3, 1_000, 10);

  private final TopicSpace space = new TopicSpace(new RetainedLimits(10, 1_000));
  private final QueueBudget budget = new QueueBudget(LIMITS.queueBytes());
  private final Traffic traffic = new Traffic();
  private final SessionSurroundings around =
      new SessionSurroundings(
          space, LIMITS, SessionPolicy.USUAL, budget, traffic, SessionJournal.NONE);
  private final Session session = new Session(request("client"), around);
  private final Wire wire = new Wire();

  @Test
  void sendsWhatMatchesWithAPacketIdWhereOneIsNeeded() {
    session.attach(wire);
    session.subscribe(new TopicFilter("a"), SubscriptionOptions.of(QoS.AT_LEAST_ONCE));

    publish("x", 0);
    publish("y", 1);
    publish("z", 2);

    assertThat(wire.sent).containsExactly("0 x 0", "1 y 1", "2 z 1");
  }

  @Test
  void onlySoManyAreUnderWayAndAnAcknowledgementLetsTheNextGo() {
    subscribedAndAttached();
    for (String text : List.of("1", "2", "3", "4")) {
      publish(text, 1);
    }
    assertThat(wire.sent).containsExactly("1 1 1", "2 2 1");

    session.acknowledged(2);
    session.acknowledged(77);
    session.pump();

    assertThat(wire.sent).containsExactly("1 1 1", "2 2 1", "3 3 1");
    assertThat(session.queued()).isEqualTo(1);
    assertThat(budget.used()).isEqualTo(3 * (1 + Delivery.OVERHEAD));
  }

  @Test
  void exactlyOnceTakesItsPlaceUntilItIsCompleted() {
    subscribedAndAttached();
    for (String text : List.of("1", "2", "3")) {
      publish(text, 2);
    }

    session.received(1);
    session.acknowledged(1);
    session.pump();
    assertThat(wire.sent).containsExactly("1 1 2", "2 2 2");
    session.completed(2);
    session.pump();
    assertThat(session.inFlight()).as("PUBCOMP before PUBREC is ignored").isEqualTo(2);
    session.completed(1);
    session.pump();

    assertThat(wire.sent).containsExactly("1 1 2", "2 2 2", "3 3 2");
  }

  @Test
  void aReturningClientGetsAgainWhatItHasNotAcknowledged() {
    subscribedAndAttached();
    publish("first", 2);
    publish("second", 1);
    publish("third", 1);
    session.received(1);
    session.pump();
    session.detach(Departure.of(Departure.Manner.BROKEN));
    publish("away", 1);
    publish("lost", 0);
    wire.sent.clear();

    session.attach(wire);
    assertThat(wire.sent).containsExactly("release 1", "2 second 1 again");

    session.acknowledged(2);
    session.completed(1);
    session.pump();
    assertThat(wire.sent).containsExactly("release 1", "2 second 1 again", "3 third 1", "4 away 1");
  }

  @Test
  void anAbsentClientLosesTheOldestAndItIsCounted() {
    session.subscribe(new TopicFilter("a"), SubscriptionOptions.of(QoS.AT_LEAST_ONCE));
    for (String text : List.of("1", "2", "3", "4", "5")) {
      publish(text, 1);
    }

    session.attach(wire);

    assertThat(wire.sent).containsExactly("3 3 1", "4 4 1");
    assertThat(session.dropped()).isEqualTo(2);
    assertThat(traffic.dropped()).isEqualTo(2);
  }

  @Test
  void aClientThatDoesNotReadLosesQos0AndThenGoesOn() {
    subscribedAndAttached();
    wire.writable = false;
    for (String text : List.of("1", "2", "3", "4", "5")) {
      publish(text, 0);
    }
    assertThat(wire.sent).isEmpty();

    wire.writable = true;
    session.pump();

    assertThat(wire.sent).containsExactly("0 3 0", "0 4 0", "0 5 0");
    assertThat(budget.used()).isZero();
  }

  @Test
  void aPacketIdIsNotUsedAgainWhileItIsUnderWay() {
    OutboundWindow window = new OutboundWindow();
    window.connected(10);
    window.add(delivery(1));

    assertThat(window.hasRoomFor(delivery(65_536))).as("its id is that of the first").isFalse();
    assertThat(window.hasRoomFor(delivery(65_537))).isTrue();
    window.acknowledged(1);

    assertThat(window.hasRoomFor(delivery(65_536))).isTrue();
    assertThat(delivery(65_535).packetId()).isEqualTo(65_535);
    assertThat(delivery(65_536).packetId()).isEqualTo(1);
  }

  @Test
  void aDuplicateOfQos2IsPublishedOnceUntilItsIdIsReleased() {
    assertThat(session.beginExactlyOnce(7)).isTrue();
    assertThat(session.beginExactlyOnce(7)).isFalse();

    session.endExactlyOnce(7);

    assertThat(session.beginExactlyOnce(7)).isTrue();
  }

  @Test
  void tooManyFiltersAreRefusedButKnownOnesCanBeRenewed() {
    assertThat(session.subscribe(new TopicFilter("a"), SubscriptionOptions.of(QoS.AT_LEAST_ONCE)))
        .isTrue();
    assertThat(session.subscribe(new TopicFilter("b"), SubscriptionOptions.of(QoS.AT_LEAST_ONCE)))
        .isTrue();
    assertThat(session.subscribe(new TopicFilter("c"), SubscriptionOptions.of(QoS.AT_LEAST_ONCE)))
        .isFalse();
    assertThat(session.subscribe(new TopicFilter("a"), SubscriptionOptions.of(QoS.AT_MOST_ONCE)))
        .isTrue();
    assertThat(space.subscriptions()).isEqualTo(2);
  }

  @Test
  void aPayloadThatCannotBeMadeIsCountedAsLost() {
    subscribedAndAttached();

    space.publish(
        Message.of(
            "a",
            Payload.lazy(
                () -> {
                  throw new IllegalStateException("as expected");
                })));

    assertThat(wire.sent).isEmpty();
    assertThat(session.dropped()).isEqualTo(1);
  }

  @Test
  void anEndedSessionHoldsNothing() {
    subscribedAndAttached();
    for (String text : List.of("1", "2", "3", "4")) {
      publish(text, 1);
    }

    session.end();
    publish("5", 1);

    assertThat(budget.used()).isZero();
    assertThat(space.subscriptions()).isZero();
    assertThat(session.queued()).isZero();
  }

  @Test
  void theClientThatIsAbsentLongestIsForgottenFirst() {
    BrokerLimits two = new BrokerLimits(10, 1_000, Duration.ofSeconds(1), 2, 2, 3, 1_000, 2);
    Sessions sessions = new Sessions(space, two, traffic);
    for (String client : List.of("a", "b", "c")) {
      leave(sessions, client);
    }
    sessions.open(request("b"));
    leave(sessions, "d");

    assertThat(sessions.all())
        .extracting(Session::clientId)
        .containsExactlyInAnyOrder("b", "c", "d");
    assertThat(sessions.open(request("c")).present()).isTrue();
    assertThat(sessions.open(request("a")).present()).isFalse();
  }

  private static Delivery delivery(long number) {
    return new Delivery(
        number,
        Message.of("a", Payload.EMPTY),
        QoS.AT_LEAST_ONCE,
        List.of(),
        SavedMessage.NEVER,
        0);
  }

  private static void leave(Sessions sessions, String client) {
    Session opened = sessions.open(request(client)).session();
    sessions.leave(opened, Departure.of(Departure.Manner.GOODBYE));
  }

  private static SessionRequest request(String client) {
    return new SessionRequest(
        client, "", false, SessionRequest.NEVER, 65_535, null, Permissions.ALL);
  }

  private void subscribedAndAttached() {
    session.subscribe(new TopicFilter("a"), SubscriptionOptions.of(QoS.EXACTLY_ONCE));
    session.attach(wire);
  }

  private void publish(String text, int qos) {
    space.publish(new Message("a", Payload.of(text), QoS.ofLevel(qos), false));
  }
}
