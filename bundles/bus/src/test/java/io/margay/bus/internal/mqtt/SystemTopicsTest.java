package io.margay.bus.internal.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.bus.Message;
import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
import io.margay.bus.internal.topic.SubscriptionOptions;
import io.margay.bus.internal.topic.TopicSpace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SystemTopicsTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final PlayedBroker broker = new PlayedBroker();
  private final TopicSpace space = broker.space;
  private final BrokerFigures figures = new BrokerFigures("margay 1.2.3", broker.traffic, now::get);
  private final SystemTopics topics = new SystemTopics(space, figures);
  private final List<String> received = new ArrayList<>();

  @Test
  void aNewSubscriberIsGivenWhatItsFilterMatchesAsRetained() {
    now.set(Instant.ofEpochSecond(90));

    subscribe("$SYS/broker/+");

    assertThat(received)
        .containsExactlyInAnyOrder(
            "$SYS/broker/version margay 1.2.3 retained", "$SYS/broker/uptime 90 seconds retained");
  }

  @Test
  void figuresComeAgainWithEachReport() {
    String connect = "10 0e 0004 4d515454 05 02 000a 00 0001 63";
    broker.connection(connect);
    subscribe("$SYS/broker/clients/connected");
    subscribe("$SYS/broker/bytes/received");

    figures.count(broker.sessions.all());
    topics.publish();

    assertThat(received)
        .containsExactly(
            "$SYS/broker/clients/connected 0 retained",
            "$SYS/broker/bytes/received 16 retained",
            "$SYS/broker/clients/connected 1",
            "$SYS/broker/bytes/received 16");
  }

  @Test
  void everybodyElseIsSparedThem() {
    subscribe("#");

    topics.publish();

    assertThat(received).isEmpty();
    assertThat(space.retainedMessages()).isZero();
  }

  @Test
  void theyEndWithTheBroker() {
    topics.close();

    subscribe("$SYS/#");

    assertThat(received).isEmpty();
  }

  private void subscribe(String filter) {
    space.subscribe(
        new TopicFilter(filter), SubscriptionOptions.of(QoS.AT_MOST_ONCE), this::receive);
  }

  private void receive(Message message, SubscriptionOptions how) {
    received.add(
        message.topic() + " " + message.payload().asText() + (message.retain() ? " retained" : ""));
  }
}
