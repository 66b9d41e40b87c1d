package io.margay.bus.internal.mqtt.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** Two well-behaved clients that exchange messages while others misbehave. */
final class Watch {
  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final String TOPIC = "watch/over/all/of/them";

  private final RawClient subscriber;
  private final RawClient probe;
  private int count;

  Watch(BrokerUnderTest broker) {
    subscriber = broker.connect(Version.V3_1_1, "the-watcher").subscribe(TOPIC, 1);
    probe = broker.connect(Version.V5, "the-probe");
  }

  /** One message there and its acknowledgements back, in bounded time and in order. */
  void exchange() {
    long begin = System.nanoTime();
    count++;
    probe.publish(TOPIC, "message " + count, 1, count % 0xffff + 1);
    Packet came = subscriber.expectMessage("message " + count);
    subscriber.ack(PacketType.PUBACK, came.id());
    probe.expect(PacketType.PUBACK);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(BOUND);
  }
}
