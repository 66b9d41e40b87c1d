package io.margay.bus.internal;

import io.margay.bus.internal.access.AccessControl;
import io.margay.bus.internal.bridge.BridgeStatus;
import io.margay.bus.internal.listener.Listener;
import io.margay.bus.internal.listener.TlsEntrance;
import io.margay.bus.internal.mqtt.MqttBroker;
import io.margay.bus.internal.topic.TopicSpace;
import io.margay.bus.internal.topic.Traffic;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bus:status} shows.
 *
 * @param listening where MQTT clients can connect, or why they cannot
 * @param certificate until when the one for TLS is valid
 * @param access how many users there are, and what is wrong with the files that say so
 * @param refused how many clients were not let in
 * @param subscriptions inside the JVM and of MQTT clients together
 * @param inJvm messages published, handed to subscribers and dropped inside the JVM
 * @param persistence where what survives a restart is written, or why it is not
 * @param mqtt messages that came from, went to and were dropped for MQTT clients
 * @param bridge how the way to another broker fares
 */
record BusStatus(
    String listening,
    String certificate,
    String access,
    long refused,
    int connections,
    int subscriptions,
    int subscriptionsInJvm,
    int retained,
    long retainedBytes,
    String persistence,
    String inJvm,
    String mqtt,
    String bridge) {

  static BusStatus of(
      InProcessBus bus,
      BusStore store,
      @Nullable MqttEndpoint endpoint,
      @Nullable BridgeStatus bridge) {
    TopicSpace space = bus.space();
    MqttBroker broker = endpoint == null ? null : endpoint.broker();
    return new BusStatus(
        endpoint == null
            ? "off: mqttMode is 2, or its configuration is refused, see the log"
            : listening(endpoint),
        endpoint == null ? "-" : endpoint.tls().map(BusStatus::certificate).orElse("-"),
        endpoint == null ? "-" : access(endpoint.access()),
        endpoint == null ? 0 : endpoint.access().refused(),
        broker == null ? 0 : broker.connections(),
        space.subscriptions(),
        bus.subscriptions(),
        space.retainedMessages(),
        space.retainedBytes(),
        store.status(),
        text(bus.traffic()),
        broker == null ? "-" : text(broker.traffic()),
        bridge == null ? "off" : bridge.toString());
  }

  private static String listening(MqttEndpoint endpoint) {
    return Stream.concat(
            endpoint.broker().listeners().stream().map(Listener::toString),
            endpoint.refused().stream())
        .collect(Collectors.joining(", "));
  }

  private static String certificate(TlsEntrance tls) {
    String until = tls.expires().map(expires -> "until " + expires).orElse("none");
    Optional<String> mistake = tls.mistake();
    return until + mistake.map(text -> "; " + text).orElse("");
  }

  private static String access(AccessControl access) {
    List<String> mistakes = access.mistakes();
    String users = access.users() == 0 ? "no users" : access.users() + " users";
    return mistakes.isEmpty() ? users : users + "; " + String.join("; ", mistakes);
  }

  private static String text(Traffic traffic) {
    return "in %d, out %d, dropped %d".formatted(traffic.in(), traffic.out(), traffic.dropped());
  }
}
