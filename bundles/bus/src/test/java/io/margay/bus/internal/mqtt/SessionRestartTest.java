package io.margay.bus.internal.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.bus.Message;
import io.margay.bus.MessageProperties;
import io.margay.bus.Payload;
import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
import io.margay.bus.internal.access.Permissions;
import io.margay.bus.internal.store.Journal;
import io.margay.bus.internal.store.Journals;
import io.margay.bus.internal.store.LastingClock;
import io.margay.bus.internal.store.MemoryDisk;
import io.margay.bus.internal.topic.RetainedLimits;
import io.margay.bus.internal.topic.SubscriptionOptions;
import io.margay.bus.internal.topic.TopicSpace;
import io.margay.bus.internal.topic.Traffic;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients see of a node that goes down and comes back, with a clock that is played. */
class SessionRestartTest {
  private static final BrokerLimits LIMITS =
      new BrokerLimits(10, 1_000, Duration.ofSeconds(1), 10, 2, 5, 100_000, 3);

  private final MemoryDisk disk = new MemoryDisk();
  private long millis = 1_000;
  private Journal journal;
  private TopicSpace space;
  private Sessions sessions;
  private Traffic traffic;
  private Wire wire;

  SessionRestartTest() {
    start();
  }

  @AfterEach
  void close() {
    disk.failure = null;
    journal.close();
  }

  @Test
  void subscriptionsAndWhatWaitedComeBackInOrder() {
    Session session = subscribed("panel");
    leave(session);
    publish("1", 1);
    publish("2", 2);
    restart();
    publish("3", 1);

    connect("panel", 60);

    assertThat(wire.sent).containsExactly("1 1 1", "2 2 2");
    sessions.open(request("other", 60, null));
    assertThat(session("panel").queued()).isEqualTo(1);
  }

  @Test
  void whatWasUnderWayIsSentAgainWithItsPacketIdAndMarked() {
    Session session = subscribed("panel");
    session.attach(wire);
    publish("1", 1);
    publish("2", 2);
    publish("3", 1);
    pumpUntil(session, () -> wire.sent.size() == 2);
    assertThat(wire.sent).containsExactly("1 1 1", "2 2 2");
    restart();

    connect("panel", 60);
    assertThat(wire.sent).containsExactly("1 1 1 again", "2 2 2 again");
    session("panel").acknowledged(1);
    session("panel").pump();

    assertThat(wire.sent).containsExactly("1 1 1 again", "2 2 2 again", "3 3 1");
  }

  @Test
  void aMessageThatTheClientHasTakenIsOnlyReleased() {
    Session session = subscribed("panel");
    session.attach(wire);
    publish("1", 2);
    pumpUntil(session, () -> wire.sent.size() == 1);
    session.received(1);
    session.pump();
    restart();

    connect("panel", 60);
    assertThat(wire.sent).containsExactly("release 1");
    session("panel").completed(1);
    session("panel").pump();
    restart();
    connect("panel", 60);

    assertThat(wire.sent).isEmpty();
  }

  @Test
  void aMessageOfQos2IsNotSentBeforeTheDiskHasIt() {
    Session session = subscribed("panel");
    Journals.flush(journal);
    session.attach(wire);
    disk.permits.drainPermits();

    publish("1", 2);
    session.pump();
    assertThat(wire.sent).isEmpty();
    disk.permits.release(100);

    pumpUntil(session, () -> wire.sent.size() == 1);
    assertThat(wire.sent).containsExactly("1 1 2");
  }

  @Test
  void answersWaitForTheDiskAndKeepTheirOrder() {
    leave(subscribed("panel"));
    Session publisher = sessions.open(request("publisher", 0, null)).session();
    publisher.attach(wire);
    Journals.flush(journal);
    disk.permits.drainPermits();

    publisher.answer(() -> publish("1", 1), unused -> wire.sent.add("answer 1"));
    publisher.answer(() -> true, unused -> wire.sent.add("answer 2"));
    publisher.pump();
    assertThat(wire.sent).isEmpty();
    disk.permits.release(100);

    pumpUntil(publisher, () -> wire.sent.size() == 2);
    assertThat(wire.sent).containsExactly("answer 1", "answer 2");
  }

  @Test
  void nobodyWaitsWhenNoPersistentSessionIsConcerned() {
    Session clean = sessions.open(request("clean", 0, null)).session();
    clean.subscribe(new TopicFilter("a"), SubscriptionOptions.of(QoS.EXACTLY_ONCE));
    clean.attach(wire);
    disk.permits.drainPermits();

    clean.answer(() -> publish("1", 2), unused -> wire.sent.add("answer"));

    assertThat(wire.sent).contains("answer", "1 1 2");
    disk.permits.release(100);
    assertThat(journal.commits()).isZero();
  }

  @Test
  void aDuplicateOfQos2IsStillKnownAfterARestart() {
    Session session = subscribed("panel");
    assertThat(session.beginExactlyOnce(9)).isTrue();
    restart();

    assertThat(session("panel").beginExactlyOnce(9)).isFalse();
    session("panel").endExactlyOnce(9);
    restart();

    assertThat(session("panel").beginExactlyOnce(9)).isTrue();
  }

  @Test
  void aSessionIsForgottenWhenItsTimeIsOverAndTheTimeGoesOnOverARestart() {
    leave(subscribed("panel", 600));
    pass(400);
    restart();

    pass(150);
    sessions.sweep();
    assertThat(sessions.all()).hasSize(1);
    pass(60);
    sessions.sweep();

    assertThat(sessions.all()).isEmpty();
    restart();
    assertThat(sessions.all()).isEmpty();
  }

  @Test
  void afterARestartClientsHaveAMinuteToComeBack() {
    leave(subscribed("panel", 600));
    pass(599);
    restart();

    pass(59);
    sessions.sweep();
    assertThat(sessions.all()).hasSize(1);
    pass(2);
    sessions.sweep();

    assertThat(sessions.all()).isEmpty();
  }

  @Test
  void aSessionIsNotKeptForLongerThanConfigured() {
    Session session = subscribed("panel", SessionRequest.NEVER);

    assertThat(session.lease().expirySeconds())
        .isEqualTo(SessionPolicy.USUAL.longestExpirySeconds());
  }

  @Test
  void aWillWaitsForItsDelayAndIsCalledOffWhenTheClientReturns() {
    Session listener = subscribed("listener");
    listener.attach(wire);
    Session one = sessions.open(request("one", 600, will("gone 1", 30))).session();
    Session two = sessions.open(request("two", 600, will("gone 2", 30))).session();
    sessions.leave(one, Departure.of(Departure.Manner.BROKEN));
    sessions.leave(two, Departure.of(Departure.Manner.BROKEN));

    pass(29);
    sessions.sweep();
    sessions.open(request("two", 600, null));
    pass(2);
    sessions.sweep();
    sessions.sweep();

    assertThat(wire.sent).containsExactly("1 gone 1 1");
  }

  @Test
  void theEndOfTheSessionPublishesTheWillThatStillWaits() {
    Session listener = subscribed("listener");
    listener.attach(wire);
    Session one = sessions.open(request("one", 10, will("gone", 30))).session();
    sessions.leave(one, Departure.of(Departure.Manner.BROKEN));

    pass(11);
    sessions.sweep();

    assertThat(wire.sent).containsExactly("1 gone 1");
  }

  @Test
  void aWillSurvivesTheNodeAndIsPublishedOnceWhenTheClientStaysAway() {
    leave(subscribed("listener"));
    sessions.open(request("one", 600, will("gone", 5)));
    restart();

    pass(59);
    sessions.sweep();
    assertThat(session("listener").queued()).isZero();
    pass(2);
    sessions.sweep();
    assertThat(session("listener").queued()).isEqualTo(1);
    restart();
    pass(100);
    sessions.sweep();

    assertThat(session("listener").queued()).isEqualTo(1);
  }

  @Test
  void aGoodbyeNeedsNoWill() {
    leave(subscribed("listener"));
    Session one = sessions.open(request("one", 600, will("gone", 0))).session();

    sessions.leave(one, Departure.of(Departure.Manner.GOODBYE));
    pass(60);
    sessions.sweep();

    assertThat(session("listener").queued()).isZero();
  }

  @Test
  void aMessageIsDeliveredWithWhatIsLeftOfItsLifetimeAlsoAfterARestart() {
    leave(subscribed("panel"));
    publish("short", 1, Duration.ofSeconds(10));
    publish("long", 1, Duration.ofSeconds(100));
    pass(15);
    restart();
    pass(5);

    connect("panel", 600);

    assertThat(wire.sent).containsExactly("2 long 1 for 80 s");
    assertThat(session("panel").dropped()).isEqualTo(1);
  }

  @Test
  void whatExpiresInTheQueueMakesRoomByItself() {
    Session session = subscribed("panel");
    leave(session);
    publish("short", 1, Duration.ofSeconds(10));
    pass(11);

    sessions.sweep();

    assertThat(session.queued()).isZero();
    assertThat(session.dropped()).isEqualTo(1);
    restart();
    assertThat(session("panel").queued()).isZero();
  }

  @Test
  void whatIsDroppedForWantOfRoomDoesNotComeBack() {
    Session session = subscribed("panel");
    leave(session);
    for (int i = 1; i <= 8; i++) {
      publish("" + i, 1);
    }
    restart();

    connect("panel", 60);

    assertThat(wire.sent).containsExactly("4 4 1", "5 5 1");
    assertThat(session("panel").queued()).isEqualTo(3);
  }

  @Test
  void theClientsReceiveMaximumBoundsWhatIsSentAgainToo() {
    Session session = subscribed("panel");
    session.attach(wire);
    publish("1", 1);
    publish("2", 1);
    restart();

    SessionRequest narrow = new SessionRequest("panel", "", false, 60, 1, null, Permissions.ALL);
    Session again = sessions.open(narrow).session();
    again.attach(wire);
    assertThat(wire.sent).containsExactly("1 1 1 again");
    again.acknowledged(1);
    again.pump();

    assertThat(wire.sent).containsExactly("1 1 1 again", "2 2 1 again");
  }

  @Test
  void aClientGetsNothingThatItMayNoLongerRead() {
    leave(subscribed("panel"));
    publish("secret", 1);
    restart();
    Permissions none =
        new Permissions() {
          @Override
          public boolean mayPublish(String topic) {
            return false;
          }

          @Override
          public boolean maySubscribe(TopicFilter filter) {
            return false;
          }

          @Override
          public boolean mayReceive(String topic) {
            return false;
          }
        };

    sessions
        .open(new SessionRequest("panel", "", false, 60, 10, null, none))
        .session()
        .attach(wire);

    assertThat(wire.sent).isEmpty();
  }

  @Test
  void aSessionStaysThatOfItsUser() {
    leave(sessions.open(requestOf("hmi")).session());
    restart();

    assertThat(sessions.isOfAnotherUser(requestOf("hmi"))).isFalse();
    assertThat(sessions.isOfAnotherUser(requestOf("thief"))).isTrue();
    assertThat(sessions.isOfAnotherUser(requestOf(""))).isTrue();
  }

  @Test
  void aSessionFromATimeWithoutUsersIsAnybodys() {
    leave(sessions.open(requestOf("")).session());
    restart();

    assertThat(sessions.isOfAnotherUser(requestOf("hmi"))).isFalse();
  }

  private static SessionRequest requestOf(String user) {
    return new SessionRequest("panel", user, false, 60, 10, null, Permissions.ALL);
  }

  @Test
  void aCleanStartForgetsWhatWasKept() {
    leave(subscribed("panel"));
    publish("1", 1);
    restart();

    assertThat(
            sessions
                .open(new SessionRequest("panel", "", true, 60, 10, null, Permissions.ALL))
                .present())
        .isFalse();
    restart();

    assertThat(session("panel").queued()).isZero();
    assertThat(space.subscriptions()).isZero();
  }

  @Test
  void withABrokenDiskClientsGoOnAndNothingIsMissingLater() {
    disk.failure = "disk full";
    Session session = subscribed("panel");
    session.attach(wire);
    publish("1", 2);
    Journals.flush(journal);
    pumpUntil(session, () -> wire.sent.size() == 1);
    leave(session);
    publish("2", 1);
    disk.failure = null;
    await(() -> journal.problem() == null);

    restart();
    connect("panel", 60);

    assertThat(wire.sent).containsExactly("1 1 2 again", "2 2 1");
  }

  private void start() {
    long base = millis;
    journal = Journals.on(disk, new LastingClock(() -> millis, () -> (millis - base) * 1_000_000));
    space = new TopicSpace(new RetainedLimits(10, 1_000), journal, journal.clock()::millis);
    traffic = new Traffic();
    sessions =
        new Sessions(
            new SessionSurroundings(
                space,
                LIMITS,
                SessionPolicy.USUAL,
                new QueueBudget(LIMITS.queueBytes()),
                traffic,
                journal));
    sessions.restore();
    wire = new Wire();
  }

  /** As a stop or a kill after the last commit: nothing is said to anybody. */
  private void restart() {
    journal.close();
    start();
  }

  private void pass(long seconds) {
    millis += TimeUnit.SECONDS.toMillis(seconds);
  }

  private Session subscribed(String client) {
    return subscribed(client, 600);
  }

  private Session subscribed(String client, long expirySeconds) {
    Session session = sessions.open(request(client, expirySeconds, null)).session();
    session.subscribe(new TopicFilter("a"), SubscriptionOptions.of(QoS.EXACTLY_ONCE));
    return session;
  }

  private void connect(String client, long expirySeconds) {
    Session session = sessions.open(request(client, expirySeconds, null)).session();
    Journals.flush(journal);
    session.attach(wire);
  }

  private void leave(Session session) {
    sessions.leave(session, Departure.of(Departure.Manner.GOODBYE));
  }

  private Session session(String client) {
    return sessions.all().stream()
        .filter(session -> session.clientId().equals(client))
        .findFirst()
        .orElseThrow();
  }

  private static SessionRequest request(String client, long expiry, @Nullable Will will) {
    return new SessionRequest(client, "", false, expiry, 65_535, will, Permissions.ALL);
  }

  private static Will will(String text, long delaySeconds) {
    return new Will(new Message("a", Payload.of(text), QoS.AT_LEAST_ONCE, false), delaySeconds);
  }

  private boolean publish(String text, int qos) {
    return publish(text, qos, null);
  }

  private boolean publish(String text, int qos, @Nullable Duration lifetime) {
    return space.publish(
        new Message(
            "a",
            Payload.of(text),
            QoS.ofLevel(qos),
            false,
            MessageProperties.NONE.withLifetime(lifetime)));
  }

  private static void pumpUntil(Session session, BooleanSupplier condition) {
    await(
        () -> {
          session.pump();
          return condition.getAsBoolean();
        });
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 10 s in vain").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
