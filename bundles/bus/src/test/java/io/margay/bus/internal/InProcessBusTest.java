package io.margay.bus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.bus.Message;
import io.margay.bus.Payload;
import io.margay.bus.QoS;
import io.margay.bus.Subscription;
import io.margay.bus.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InProcessBusTest {
  private final InProcessBus bus = new InProcessBus(Configs.defaults());
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final CountDownLatch gate = new CountDownLatch(1);

  @AfterEach
  void stop() {
    gate.countDown();
    bus.stop();
  }

  @Test
  void theVeryPayloadArrivesInTheOrderOfPublication() throws Exception {
    List<Payload> sent = new ArrayList<>();
    BlockingQueue<Payload> got = new LinkedBlockingQueue<>();
    bus.subscribe(new TopicFilter("a"), message -> got.add(message.payload()));

    for (int i = 0; i < 1_000; i++) {
      Payload payload = Payload.of("" + i);
      sent.add(payload);
      bus.publish(Message.of("a", payload));
    }

    for (Payload payload : sent) {
      assertThat(got.poll(30, TimeUnit.SECONDS)).isSameAs(payload);
    }
  }

  @Test
  void subscribersThatBlockDoNotStopTheOthers() throws Exception {
    for (int i = 0; i < 5; i++) {
      bus.subscribe(new TopicFilter("a"), message -> await(gate));
    }
    bus.subscribe(new TopicFilter("a"), message -> received.add(message.payload().asText()));

    publish("a", "1");
    publish("a", "2");

    assertThat(next()).isEqualTo("1");
    assertThat(next()).isEqualTo("2");
  }

  @Test
  void aSlowSubscriberLosesTheOldestAndKnowsHowMany() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    Subscription slow =
        bus.subscribe(
            new TopicFilter("a"),
            2,
            message -> {
              received.add(message.payload().asText());
              entered.countDown();
              await(gate);
            });
    publish("a", "0");
    await(entered);

    for (int i = 1; i <= 5; i++) {
      publish("a", "" + i);
    }
    gate.countDown();

    assertThat(List.of(next(), next(), next())).containsExactly("0", "4", "5");
    assertThat(slow.dropped()).isEqualTo(3);
    assertThat(bus.traffic().dropped()).isEqualTo(3);
  }

  @Test
  void retainedMessagesComeFirstEvenMoreThanTheQueueHolds() throws Exception {
    for (int i = 0; i < 10; i++) {
      bus.publish(new Message("a/" + i, Payload.of("kept"), QoS.AT_MOST_ONCE, true));
    }
    bus.subscribe(
        new TopicFilter("a/#"), 1, message -> received.add(message.topic() + message.retain()));
    publish("a/10", "live");

    for (int i = 0; i < 10; i++) {
      assertThat(next()).isEqualTo("a/" + i + "true");
    }
    assertThat(next()).isEqualTo("a/10false");
  }

  @Test
  void whatASubscriberThrowsDisturbsNobody() throws Exception {
    bus.subscribe(
        new TopicFilter("a"),
        message -> {
          received.add("bad");
          throw new AssertionError("as expected");
        });

    publish("a", "1");
    assertThat(next()).isEqualTo("bad");
    publish("a", "2");
    assertThat(next()).isEqualTo("bad");
  }

  @Test
  void closingWaitsForTheRunningCallback() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    Subscription subscription =
        bus.subscribe(
            new TopicFilter("a"),
            message -> {
              entered.countDown();
              await(gate);
              received.add("ended");
            });
    publish("a", "x");
    await(entered);
    publish("a", "never seen");
    Thread closer =
        new Thread(
            () -> {
              subscription.close();
              received.add("closed");
            });

    closer.start();
    while (closer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    gate.countDown();

    assertThat(List.of(next(), next())).containsExactly("ended", "closed");
    assertThat(bus.subscriptions()).isZero();
  }

  @Test
  void aSubscriberMayCloseItself() throws Exception {
    AtomicReference<Subscription> self = new AtomicReference<>();
    CountDownLatch set = new CountDownLatch(1);
    self.set(
        bus.subscribe(
            new TopicFilter("a"),
            message -> {
              await(set);
              self.get().close();
              received.add("closed from within");
            }));
    set.countDown();

    publish("a", "1");
    publish("a", "2");

    assertThat(next()).isEqualTo("closed from within");
    bus.stop();
    assertThat(received).isEmpty();
  }

  @Test
  void aSubscriberIsServedByOneThreadAtATime() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    bus.subscribe(
        new TopicFilter("#"),
        10_000,
        message -> received.add(inside.incrementAndGet() + "/" + inside.decrementAndGet()));
    List<Thread> publishers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String topic = "t" + i;
      publishers.add(
          new Thread(
              () -> {
                for (int n = 0; n < 500; n++) {
                  publish(topic, "x");
                }
              }));
    }

    publishers.forEach(Thread::start);

    for (int i = 0; i < 2_000; i++) {
      assertThat(next()).isEqualTo("1/0");
    }
  }

  @Test
  void stoppingLeavesNoThreadEvenWhenASubscriberBlocks() {
    CountDownLatch entered = new CountDownLatch(1);
    bus.subscribe(
        new TopicFilter("a"),
        message -> {
          entered.countDown();
          await(gate);
        });
    publish("a", "x");
    await(entered);

    bus.stop();

    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("margay-bus-delivery"));
  }

  @Test
  void aMistakeInTheSettingsDoesNotTakeTheBusAway() {
    InProcessBus misconfigured = new InProcessBus(Configs.with(Map.of("retainedMessages", -1)));

    misconfigured.publish(new Message("a", Payload.of("x"), QoS.AT_MOST_ONCE, true));

    assertThat(misconfigured.space().retainedMessages()).isEqualTo(1);
    misconfigured.stop();
  }

  @Test
  void aQueueWithoutRoomIsRefused() {
    assertThatThrownBy(() -> bus.subscribe(new TopicFilter("a"), 0, message -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("queue: found 0, expected at least 1");
  }

  private void publish(String topic, String text) {
    bus.publish(Message.of(topic, Payload.of(text)));
  }

  private String next() throws InterruptedException {
    return received.poll(30, TimeUnit.SECONDS);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
