package io.margay.bus.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.bus.Message;
import io.margay.bus.Payload;
import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
import io.margay.bus.internal.topic.RetainedLimits;
import io.margay.bus.internal.topic.SubscriptionOptions;
import io.margay.bus.internal.topic.TopicSpace;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BridgeTest {
  private final TopicSpace space = new TopicSpace(new RetainedLimits(10, 1_000));
  private final MemorySpool spool = new MemorySpool();
  private final BlockingQueue<FakeLink> opened = new LinkedBlockingQueue<>();
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicLong skipped = new AtomicLong();
  private @Nullable Bridge bridge;

  /** A link whose other end is the test. */
  private final class FakeLink implements Link {
    final Listener listener;
    final BlockingQueue<Parcel> sent = new LinkedBlockingQueue<>();

    FakeLink(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void send(Parcel parcel) {
      sent.add(parcel);
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }

    /** The next parcel, acknowledged. */
    String take() throws InterruptedException {
      Parcel parcel = sent.poll(30, TimeUnit.SECONDS);
      assertThat(parcel).as("a parcel").isNotNull();
      listener.delivered(parcel.number());
      return parcel.topic() + " " + parcel.payload().asText() + (parcel.retain() ? " kept" : "");
    }
  }

  @AfterEach
  void close() {
    if (bridge != null) {
      bridge.close();
    }
  }

  @Test
  void whatThisNodePublishesGoesOutAsTheRulesSay() throws Exception {
    FakeLink link = start("a/# out 1 \"\" there/");
    link.listener.up();

    space.publish(new Message("a/1", Payload.of("x"), QoS.EXACTLY_ONCE, true));
    space.publish(Message.of("b/1", Payload.of("stays")));
    space.publish(Message.of("a/2", Payload.of("y")));

    assertThat(link.take()).isEqualTo("there/a/1 x kept");
    assertThat(link.take()).isEqualTo("there/a/2 y");
  }

  @Test
  void whatComesInIsPublishedHereAndNotRetained() throws Exception {
    BlockingQueue<String> here = subscribe("#");
    FakeLink link = start("a/# in 1 here/ \"\"");
    link.listener.up();

    link.listener.arrived("a/1", Payload.of("x"), QoS.AT_LEAST_ONCE);

    assertThat(here.poll(30, TimeUnit.SECONDS)).isEqualTo("here/a/1 x");
    assertThat(space.retainedMessages()).isZero();
  }

  @Test
  void whatNobodyAskedForIsDroppedAndCounted() throws Exception {
    BlockingQueue<String> here = subscribe("#");
    FakeLink link = start("a/# in");
    link.listener.up();

    link.listener.arrived("b", Payload.of("x"), QoS.AT_LEAST_ONCE);

    assertThat(here).isEmpty();
    assertThat(bridge().status().dropped()).isEqualTo(1);
  }

  @Test
  void whatCameInDoesNotGoOutAgain() throws Exception {
    FakeLink link = start("a/# both");
    link.listener.up();

    link.listener.arrived("a/1", Payload.of("theirs"), QoS.AT_LEAST_ONCE);
    space.publish(Message.of("a/1", Payload.of("ours")));

    assertThat(link.take()).isEqualTo("a/1 ours");
    assertThat(link.sent).isEmpty();
  }

  @Test
  void whatWentOutAndComesBackIsNotTakenForAnothers() throws Exception {
    FakeLink link = start("a/# both");
    link.listener.up();
    BlockingQueue<String> here = subscribe("a/#");
    space.publish(Message.of("a/1", Payload.of("ours")));
    link.take();

    link.listener.arrived("a/1", Payload.of("ours"), QoS.AT_LEAST_ONCE);
    link.listener.arrived("a/1", Payload.of("theirs"), QoS.AT_LEAST_ONCE);

    assertThat(here.poll(30, TimeUnit.SECONDS)).isEqualTo("a/1 ours");
    assertThat(here.poll(30, TimeUnit.SECONDS)).isEqualTo("a/1 theirs");
    assertThat(here).isEmpty();
  }

  @Test
  void whatIsRetainedHereGoesOutWhenTheBridgeBegins() throws Exception {
    space.publish(new Message("a/1", Payload.of("x"), QoS.AT_LEAST_ONCE, true));

    FakeLink link = start("a/# out");
    link.listener.up();

    assertThat(link.take()).isEqualTo("a/1 x kept");
  }

  @Test
  void aLostLinkIsClosedAndAnotherTried() throws Exception {
    FakeLink first = start("a/# out");
    first.listener.up();
    space.publish(Message.of("a/1", Payload.of("x")));
    assertThat(first.sent.poll(30, TimeUnit.SECONDS)).isNotNull();

    first.listener.down("the broker fell over");

    FakeLink second = next();
    assertThat(closed).hasValue(1);
    second.listener.up();
    assertThat(second.take()).isEqualTo("a/1 x");
  }

  @Test
  void newsOfALinkThatWasLeftAreIgnored() throws Exception {
    FakeLink first = start("a/# out");
    first.listener.down("refused");
    FakeLink second = next();
    second.listener.up();
    space.publish(Message.of("a/1", Payload.of("x")));
    assertThat(second.sent.poll(30, TimeUnit.SECONDS)).isNotNull();

    first.listener.delivered(1);
    first.listener.down("again");
    space.publish(Message.of("a/2", Payload.of("y")));

    assertThat(second.take()).isEqualTo("a/2 y");
    assertThat(bridge().status().state()).isEqualTo("connected");
  }

  @Test
  void aLinkThatNeitherComesUpNorGoesDownIsLeft() throws Exception {
    FakeLink silent = start("a/# out");

    skipped.addAndGet(Duration.ofSeconds(31).toNanos());

    next().listener.up();
    assertThat(closed).hasValue(1);
    assertThat(silent.sent).isEmpty();
  }

  @Test
  void anAttemptThatFailsAtOnceIsTriedAgain() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    bridge =
        bridge(
            "a/# out",
            listener -> {
              if (attempts.incrementAndGet() == 1) {
                throw new IllegalArgumentException("caFile: cannot be read");
              }
              FakeLink link = new FakeLink(listener);
              opened.add(link);
              return link;
            });
    bridge.start();

    next().listener.up();

    assertThat(attempts).hasValue(2);
  }

  @Test
  void closingStoresWhatWaitsAndLeavesNoThreadNorSubscription() throws Exception {
    FakeLink link = start("a/# out");
    link.listener.up();
    for (int i = 1; i <= 5; i++) {
      space.publish(Message.of("a/" + i, Payload.of("x")));
    }
    assertThat(link.sent.poll(30, TimeUnit.SECONDS)).isNotNull();

    bridge().close();

    assertThat(spool.parcels).hasSize(5);
    assertThat(closed).hasValue(1);
    assertThat(space.subscriptions()).isZero();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.isAlive() && thread.getName().equals("margay-bus-bridge"));
  }

  private FakeLink start(String rules) throws InterruptedException {
    bridge =
        bridge(
            rules,
            listener -> {
              FakeLink link = new FakeLink(listener);
              opened.add(link);
              return link;
            });
    bridge.start();
    return next();
  }

  private Bridge bridge(String rules, Link.Opener links) {
    return new Bridge(
        new Bridge.Parts(
            "tcp://there:1883",
            space,
            TopicRules.parse(rules),
            spool,
            new Outgoing.Manner(10, 100, false, false),
            links,
            new BackOff(Duration.ofMillis(1), Duration.ofMillis(4), new Random(1)),
            Duration.ofSeconds(30),
            () -> System.nanoTime() + skipped.get()));
  }

  private Bridge bridge() {
    assertThat(bridge).isNotNull();
    return bridge;
  }

  private FakeLink next() throws InterruptedException {
    FakeLink link = opened.poll(30, TimeUnit.SECONDS);
    assertThat(link).as("an attempt").isNotNull();
    return link;
  }

  private BlockingQueue<String> subscribe(String filter) {
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    space.subscribe(
        new TopicFilter(filter),
        SubscriptionOptions.of(QoS.EXACTLY_ONCE),
        (message, how) -> received.add(message.topic() + " " + message.payload().asText()));
    return received;
  }
}
