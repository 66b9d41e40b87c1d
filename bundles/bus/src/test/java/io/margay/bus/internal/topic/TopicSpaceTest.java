package io.margay.bus.internal.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.bus.Message;
import io.margay.bus.Payload;
import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
import io.margay.bus.internal.topic.SubscriptionOptions.RetainHandling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicSpaceTest {
  private final TopicSpace space = new TopicSpace(new RetainedLimits(3, 1_000));
  private final List<String> received = new ArrayList<>();
  private final Receiver receiver =
      (message, how) ->
          received.add(
              message.topic()
                  + " "
                  + message.payload().asText()
                  + " "
                  + how.qos().level()
                  + (message.retain() ? " retained" : ""));

  @Test
  void aReceiverWithSeveralMatchingFiltersGetsAMessageOnceAtTheHighestQuality() {
    subscribe("a/b", QoS.AT_MOST_ONCE);
    subscribe("a/#", QoS.EXACTLY_ONCE);
    subscribe("+/b", QoS.AT_LEAST_ONCE);

    publish("a/b", "x", false);

    assertThat(received).containsExactly("a/b x 2");
  }

  @Test
  void aTopicIsHeardBesideAnotherOnlyByFiltersThatDoNotMatchBoth() {
    subscribe("a/#", QoS.AT_MOST_ONCE);
    subscribe("+/+", QoS.AT_MOST_ONCE);
    assertThat(space.isHeardBeside("a/old", "a/new")).isFalse();

    subscribe("a/old", QoS.AT_MOST_ONCE);

    assertThat(space.isHeardBeside("a/old", "a/new")).isTrue();
    assertThat(space.isHeardBeside("a/new", "a/old")).isFalse();
  }

  @Test
  void aTopicThatNobodyListensToIsNotHeard() {
    subscribe("a/old/deeper", QoS.AT_MOST_ONCE);
    subscribe("b", QoS.AT_MOST_ONCE);

    assertThat(space.isHeardBeside("a/old", "a/new")).isFalse();
  }

  @Test
  void whatIsRetainedComesFirstAndIsMarked() {
    publish("a/1", "one", true);
    publish("b", "other", true);
    publish("a/2", "two", true);
    publish("a/1", "newer", true);

    subscribe("a/+", QoS.AT_LEAST_ONCE);
    publish("a/1", "live", true);

    assertThat(received)
        .containsExactly("a/2 two 1 retained", "a/1 newer 1 retained", "a/1 live 1");
  }

  @Test
  void anEmptyRetainedMessageIsDeliveredAndDeletes() {
    publish("a", "x", true);
    subscribe("a", QoS.AT_MOST_ONCE);
    publish("a", "", true);

    subscribe("a", QoS.AT_MOST_ONCE);

    assertThat(received).containsExactly("a x 0 retained", "a  0");
    assertThat(space.retainedMessages()).isZero();
    assertThat(space.retainedBytes()).isZero();
  }

  @Test
  void whatDoesNotFitIsDeliveredButNotRetainedAndTheOldValueGoes() {
    for (int i = 0; i < 4; i++) {
      publish("t/" + i, "x", true);
    }
    publish("t/0", "y".repeat(2_000), true);

    subscribe("t/#", QoS.AT_MOST_ONCE);

    assertThat(received).containsExactly("t/1 x 0 retained", "t/2 x 0 retained");
    assertThat(space.retainedBytes()).isEqualTo(8);
  }

  @Test
  void aRetainedMessageExpiresAndTellsWhatIsLeftOfItsLifetime() {
    long[] millis = {0};
    List<String> shadow = new ArrayList<>();
    TopicSpace played =
        new TopicSpace(new RetainedLimits(1, 1_000), noted(shadow), () -> millis[0]);
    played.publish(
        new Message("a", Payload.of("x"), QoS.AT_LEAST_ONCE, true)
            .withLifetime(Duration.ofSeconds(10)));
    List<Long> left = new ArrayList<>();
    Receiver reader = (message, how) -> left.add(message.properties().lifetime().toSeconds());

    millis[0] = 7_000;
    played.subscribe(new TopicFilter("a"), SubscriptionOptions.of(QoS.AT_MOST_ONCE), reader);
    millis[0] = 10_000;
    played.subscribe(new TopicFilter("#"), SubscriptionOptions.of(QoS.AT_MOST_ONCE), reader);
    played.unsubscribe(new TopicFilter("a"), reader);
    played.unsubscribe(new TopicFilter("#"), reader);
    played.publish(new Message("b", Payload.of("y"), QoS.AT_LEAST_ONCE, true));

    assertThat(left).containsExactly(3L);
    assertThat(played.retainedMessages()).as("the expired one made room").isEqualTo(1);
    assertThat(shadow).containsExactly("a kept", "a forgotten", "b kept");
  }

  @Test
  void whatIsRetainedIsToldToTheShadowAndComesBackWithoutBeingTold() {
    List<String> told = new ArrayList<>();
    TopicSpace first = new TopicSpace(new RetainedLimits(2, 1_000), noted(told), () -> 0);
    first.publish(new Message("a", Payload.of("x"), QoS.AT_LEAST_ONCE, true));
    first.publish(new Message("a", Payload.of("y"), QoS.AT_LEAST_ONCE, true));
    first.publish(new Message("b", Payload.EMPTY, QoS.AT_LEAST_ONCE, true));
    first.publish(new Message("a", Payload.EMPTY, QoS.AT_LEAST_ONCE, true));
    assertThat(told).containsExactly("a kept", "a kept again", "a forgotten");
    told.clear();

    TopicSpace second = new TopicSpace(new RetainedLimits(2, 1_000), noted(told), () -> 0);
    second.restore(List.of(new Message("c", Payload.of("z"), QoS.AT_LEAST_ONCE, true)));
    second.subscribe(new TopicFilter("c"), SubscriptionOptions.of(QoS.AT_MOST_ONCE), receiver);

    assertThat(received).containsExactly("c z 0 retained");
    assertThat(told).isEmpty();
  }

  private static RetainedShadow noted(List<String> told) {
    return new RetainedShadow() {
      @Override
      public void kept(Message message, boolean isNew) {
        told.add(message.topic() + " kept" + (isNew ? "" : " again"));
      }

      @Override
      public void forgotten(String topic) {
        told.add(topic + " forgotten");
      }
    };
  }

  @Test
  void aLazyPayloadWithoutReadersIsNeverMade() {
    subscribe("b", QoS.AT_MOST_ONCE);

    space.publish(
        Message.of(
            "a",
            Payload.lazy(
                () -> {
                  throw new AssertionError("nobody asked");
                })));

    assertThat(received).isEmpty();
  }

  @Test
  void aTopicWithAWildcardIsRefused() {
    assertThatThrownBy(() -> publish("a/+", "x", false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("topic \"a/+\" is not a topic name");
  }

  @Test
  void afterUnsubscribingNothingComes() {
    subscribe("a", QoS.AT_MOST_ONCE);
    space.unsubscribe(new TopicFilter("a"), receiver);

    publish("a", "x", false);

    assertThat(received).isEmpty();
    assertThat(space.subscriptions()).isZero();
  }

  @Test
  void overlappingFiltersGiveTheMostOfEachAndAllIdentifiers() {
    List<SubscriptionOptions> how = new ArrayList<>();
    Receiver careful = (message, options) -> how.add(options);
    space.subscribe(new TopicFilter("a"), options(QoS.AT_LEAST_ONCE, false, 1), careful);
    space.subscribe(new TopicFilter("+"), options(QoS.AT_MOST_ONCE, true, 2), careful);
    space.subscribe(new TopicFilter("#"), options(QoS.AT_MOST_ONCE, false, 0), careful);

    publish("a", "x", false);

    assertThat(how)
        .singleElement()
        .satisfies(
            options -> {
              assertThat(options.qos()).isEqualTo(QoS.AT_LEAST_ONCE);
              assertThat(options.retainAsPublished()).isTrue();
              assertThat(options.identifiers()).containsExactlyInAnyOrder(1, 2);
            });
  }

  @Test
  void whoWantsNothingOfItsOwnGetsOnlyWhatOthersPublish() {
    space.subscribe(
        new TopicFilter("a"),
        new SubscriptionOptions(QoS.AT_MOST_ONCE, true, false, RetainHandling.ALWAYS, List.of()),
        receiver);
    Message message = Message.of("a", Payload.of("x"));

    assertThat(space.publish(message, receiver)).isFalse();
    assertThat(received).isEmpty();

    assertThat(space.publish(message)).isTrue();
    assertThat(received).containsExactly("a x 0");
  }

  @Test
  void theRetainFlagOfALiveMessageIsAsTheSubscriptionWishes() {
    subscribe("a", QoS.AT_MOST_ONCE);
    space.subscribe(new TopicFilter("b"), options(QoS.AT_MOST_ONCE, true, 0), receiver);

    publish("a", "x", true);
    publish("b", "y", true);
    publish("b", "z", false);

    assertThat(received).containsExactly("a x 0", "b y 0 retained", "b z 0");
  }

  @ParameterizedTest
  @CsvSource({"ALWAYS, 2", "IF_NEW, 1", "NEVER, 0"})
  void whatIsRetainedIsReplayedAsTheSubscriptionWishes(RetainHandling handling, int times) {
    publish("a", "x", true);
    SubscriptionOptions how =
        new SubscriptionOptions(QoS.AT_MOST_ONCE, false, false, handling, List.of());

    space.subscribe(new TopicFilter("a"), how, receiver);
    space.subscribe(new TopicFilter("a"), how, receiver);

    assertThat(received).hasSize(times);
  }

  @Test
  void publishingTellsWhetherAnybodyWasThere() {
    assertThat(space.publish(Message.of("a", Payload.EMPTY))).isFalse();

    subscribe("a", QoS.AT_MOST_ONCE);

    assertThat(space.publish(Message.of("a", Payload.EMPTY))).isTrue();
  }

  private static SubscriptionOptions options(QoS qos, boolean asPublished, int identifier) {
    return new SubscriptionOptions(
        qos,
        false,
        asPublished,
        RetainHandling.ALWAYS,
        identifier == 0 ? List.of() : List.of(identifier));
  }

  @Test
  void aReceiverMayUnsubscribeAndPublishWhileItReceives() {
    TopicFilter filter = new TopicFilter("a");
    Receiver once =
        new Receiver() {
          @Override
          public void receive(Message message, SubscriptionOptions how) {
            space.unsubscribe(filter, this);
            publish("b", "from within", true);
          }
        };
    space.subscribe(filter, SubscriptionOptions.of(QoS.AT_MOST_ONCE), once);
    subscribe("b", QoS.AT_MOST_ONCE);

    publish("a", "x", true);
    publish("a", "x", true);

    assertThat(received).containsExactly("b from within 0");
  }

  private void subscribe(String filter, QoS granted) {
    space.subscribe(new TopicFilter(filter), SubscriptionOptions.of(granted), receiver);
  }

  private void publish(String topic, String text, boolean retain) {
    space.publish(new Message(topic, Payload.of(text), QoS.EXACTLY_ONCE, retain));
  }
}
