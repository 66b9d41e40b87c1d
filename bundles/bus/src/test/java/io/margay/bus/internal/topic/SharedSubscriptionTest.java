package io.margay.bus.internal.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.bus.Message;
import io.margay.bus.Payload;
import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receivers that share one filter (MQTT 5.0, section 4.8.2). */
class SharedSubscriptionTest {
  private final TopicSpace space = new TopicSpace(new RetainedLimits(10, 1_000));
  private final List<String> log = new ArrayList<>();
  private final Member a = new Member("a");
  private final Member b = new Member("b");
  private final Member c = new Member("c");

  @Test
  void messagesGoToTheMembersInTurn() {
    share("$share/g/t/+", a, b, c);

    publish("t/1", "1", "2", "3", "4");

    assertThat(log).containsExactly("a 1", "b 2", "c 3", "a 4");
  }

  @Test
  void eachGroupAndEachOtherSubscriberGetsEveryMessage() {
    share("$share/one/t", a);
    share("$share/two/t", b);
    share("t", c);
    share("t", a);

    publish("t", "1");

    assertThat(log).containsExactlyInAnyOrder("a 1", "b 1", "c 1", "a 1");
  }

  @Test
  void aMemberThatIsNotReadyIsPassedOverAsLongAsAnotherIs() {
    share("$share/g/t", a, b);
    a.ready = false;
    publish("t", "1", "2");
    assertThat(log).containsExactly("b 1", "b 2");

    b.ready = false;
    publish("t", "3", "4");

    assertThat(log).containsExactlyInAnyOrder("b 1", "b 2", "a 3", "b 4");
  }

  @Test
  void nothingThatIsRetainedIsReplayed() {
    space.publish(new Message("t", Payload.of("old"), QoS.AT_MOST_ONCE, true));

    share("$share/g/t", a);

    assertThat(log).isEmpty();
  }

  @Test
  void aGroupEndsWithItsLastMember() {
    share("$share/g/t", a, b);
    assertThat(space.subscriptions()).isEqualTo(2);

    space.unsubscribe(new TopicFilter("$share/g/t"), a);
    publish("t", "1");
    space.unsubscribe(new TopicFilter("$share/g/t"), b);
    space.unsubscribe(new TopicFilter("$share/g/t"), c);
    publish("t", "2");

    assertThat(log).containsExactly("b 1");
    assertThat(space.subscriptions()).isZero();
  }

  @Test
  void subscribingAgainChangesTheOptionsAndAddsNoMember() {
    share("$share/g/t", a);
    space.subscribe(
        new TopicFilter("$share/g/t"),
        new SubscriptionOptions(
            QoS.AT_MOST_ONCE, false, true, SubscriptionOptions.RetainHandling.ALWAYS, List.of(7)),
        a);

    space.publish(new Message("t", Payload.of("1"), QoS.AT_MOST_ONCE, true));

    assertThat(log).containsExactly("a 1 retained [7]");
    assertThat(space.subscriptions()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$share/g", "$share/g/", "$share//t", "$share/+/t", "$share/#"})
  void aShareNeedsAGroupAndAFilter(String filter) {
    assertThatThrownBy(() -> share(filter, a))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("expected $share/<group>/<filter>");
  }

  private void share(String filter, Receiver... members) {
    for (Receiver member : members) {
      space.subscribe(new TopicFilter(filter), SubscriptionOptions.of(QoS.EXACTLY_ONCE), member);
    }
  }

  private void publish(String topic, String... texts) {
    for (String text : texts) {
      space.publish(Message.of(topic, Payload.of(text)));
    }
  }

  private final class Member implements Receiver {
    private final String name;
    private boolean ready = true;

    Member(String name) {
      this.name = name;
    }

    @Override
    public boolean ready() {
      return ready;
    }

    @Override
    public void receive(Message message, SubscriptionOptions how) {
      log.add(
          name
              + " "
              + message.payload().asText()
              + (message.retain() ? " retained" : "")
              + (how.identifiers().isEmpty() ? "" : " " + how.identifiers()));
    }
  }
}
