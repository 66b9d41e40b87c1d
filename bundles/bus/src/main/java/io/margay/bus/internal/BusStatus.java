package io.margay.bus.internal;

import io.margay.bus.internal.bridge.BridgeStatus;
import io.margay.bus.internal.mqtt.MqttBroker;
import io.margay.bus.internal.topic.TopicSpace;
import io.margay.bus.internal.topic.Traffic;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bus:status} shows.
 *
 * @param listening where MQTT clients can connect, or why they cannot
 * @param subscriptions inside the JVM and of MQTT clients together
 * @param inJvm messages published, handed to subscribers and dropped inside the JVM
 * @param mqtt messages that came from, went to and were dropped for MQTT clients
 * @param bridge how the way to another broker fares
 */
record BusStatus(
    String listening,
    int connections,
    int subscriptions,
    int subscriptionsInJvm,
    int retained,
    long retainedBytes,
    String inJvm,
    String mqtt,
    String bridge) {

  static BusStatus of(
      InProcessBus bus, @Nullable MqttBroker broker, @Nullable BridgeStatus bridge) {
    TopicSpace space = bus.space();
    return new BusStatus(
        broker == null
            ? "off: mqttMode is 2, or its configuration is refused, see the log"
            : listening(broker),
        broker == null ? 0 : broker.connections(),
        space.subscriptions(),
        bus.subscriptions(),
        space.retainedMessages(),
        space.retainedBytes(),
        text(bus.traffic()),
        broker == null ? "-" : text(broker.traffic()),
        bridge == null ? "off" : bridge.toString());
  }

  private static String listening(MqttBroker broker) {
    Optional<InetSocketAddress> address = broker.address();
    return address
        .map(BusStatus::text)
        .orElseGet(() -> text(broker.wanted()) + " cannot be opened, tried again and again");
  }

  private static String text(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }

  private static String text(Traffic traffic) {
    return "in %d, out %d, dropped %d".formatted(traffic.in(), traffic.out(), traffic.dropped());
  }
}
