package io.margay.bus.internal.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.bus.Message;
import io.margay.bus.Payload;
import io.margay.bus.QoS;
import io.margay.bus.internal.store.SessionPage;
import io.margay.bus.internal.topic.SubscriptionOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final QueueBudget budget = new QueueBudget(100 + 3 * Delivery.OVERHEAD);
  private final Outbox outbox = new Outbox(3, budget, SessionPage.NONE, 0);

  @Test
  void keepsTheOrder() {
    offer("a", 0);
    offer("b", 2);
    offer("c", 1);

    assertThat(drain()).containsExactly("a", "b", "c");
  }

  @Test
  void theOldestOfQos0GoesFirstWhenItIsFull() {
    offer("a", 1);
    offer("b", 0);
    offer("c", 0);

    assertThat(offer("d", 1)).isEqualTo(1);
    assertThat(offer("e", 0)).isEqualTo(1);

    assertThat(drain()).containsExactly("a", "d", "e");
  }

  @Test
  void aMessageOfQos0NeverPushesOutOneThatMustBeAcknowledged() {
    offer("a", 1);
    offer("b", 2);
    offer("c", 1);

    assertThat(offer("d", 0)).isEqualTo(1);

    assertThat(drain()).containsExactly("a", "b", "c");
  }

  @Test
  void theOldestGoesWhenAllMustBeAcknowledged() {
    offer("a", 1);
    offer("b", 2);
    offer("c", 1);

    assertThat(offer("d", 1)).isEqualTo(1);

    assertThat(drain()).containsExactly("b", "c", "d");
  }

  @Test
  void bytesAreBoundedToo() {
    int whole = 100 + 3 * Delivery.OVERHEAD;
    offer("a".repeat(100), 1);
    offer("b".repeat(100), 0);

    assertThat(offer("c".repeat(whole - Delivery.OVERHEAD), 1)).isEqualTo(2);
    assertThat(budget.used()).isEqualTo(whole);
    assertThat(offer("d".repeat(whole), 1)).isEqualTo(2);
    assertThat(budget.used()).isZero();
    assertThat(outbox.size()).isZero();
  }

  @Test
  void aClosedWindowHoldsBackWhatMustBeAcknowledgedAndAllBehindIt() {
    offer("a", 0);
    offer("b", 1);
    offer("c", 0);

    assertThat(outbox.poll(closed -> false)).isNotNull();
    assertThat(outbox.poll(closed -> false)).isNull();
    assertThat(drain()).containsExactly("b", "c");
  }

  @Test
  void afterClosingNothingIsKept() {
    offer("a", 1);
    outbox.close();

    assertThat(offer("b", 1)).isZero();
    assertThat(outbox.size()).isZero();
    assertThat(budget.used()).isZero();
  }

  private int offer(String text, int qos) {
    Message message = new Message("t", Payload.of(text), QoS.ofLevel(qos), false);
    return outbox.offer(Delivery.of(message, SubscriptionOptions.of(QoS.EXACTLY_ONCE), 0));
  }

  private List<String> drain() {
    List<String> texts = new ArrayList<>();
    for (Delivery next = outbox.poll(open -> true);
        next != null;
        next = outbox.poll(open -> true)) {
      texts.add(next.message().payload().asText());
    }
    return texts;
  }
}
