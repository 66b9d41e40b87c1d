package io.margay.bus.internal.mqtt;

import io.margay.bus.Message;
import io.margay.bus.Payload;
import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
import io.margay.bus.internal.topic.TopicSpace;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The broker's figures on topics below {@code $SYS/broker}, named as mosquitto names them. A new
 * subscriber is given all of them, and from then on each at every {@link #publish}. Without
 * subscribers nothing is computed and nothing is kept.
 */
final class SystemTopics implements AutoCloseable {
  private static final String ROOT = "$SYS/broker/";

  private final TopicSpace space;
  private final Map<String, Supplier<?>> figures = new LinkedHashMap<>();
  private final Runnable endReplay;

  SystemTopics(TopicSpace space, BrokerFigures broker) {
    this.space = space;
    figures.put("version", broker::version);
    figures.put("uptime", () -> broker.uptimeSeconds() + " seconds");
    figures.put("clients/total", broker::clients);
    figures.put("clients/connected", broker::connected);
    figures.put("clients/disconnected", () -> broker.clients() - broker.connected());
    figures.put("clients/maximum", broker::mostConnected);
    figures.put("messages/received", () -> broker.traffic().packetsIn());
    figures.put("messages/sent", () -> broker.traffic().packetsOut());
    figures.put("messages/stored", () -> broker.queued() + space.retainedMessages());
    figures.put("publish/messages/received", () -> broker.traffic().in());
    figures.put("publish/messages/sent", () -> broker.traffic().out());
    figures.put("publish/messages/dropped", () -> broker.traffic().dropped());
    figures.put("bytes/received", () -> broker.traffic().bytesIn());
    figures.put("bytes/sent", () -> broker.traffic().bytesOut());
    figures.put("subscriptions/count", space::subscriptions);
    figures.put("retained messages/count", space::retainedMessages);
    endReplay = space.replayAlso(this::matching);
  }

  /** Gives all figures to those who subscribed to them. */
  void publish() {
    figures.forEach((name, figure) -> space.publish(message(name, figure)));
  }

  private List<Message> matching(TopicFilter filter) {
    return figures.entrySet().stream()
        .filter(entry -> filter.matches(ROOT + entry.getKey()))
        .map(entry -> message(entry.getKey(), entry.getValue()).withRetain(true))
        .toList();
  }

  private static Message message(String name, Supplier<?> figure) {
    Payload text =
        Payload.lazy(() -> String.valueOf(figure.get()).getBytes(StandardCharsets.US_ASCII));
    return new Message(ROOT + name, text, QoS.AT_MOST_ONCE, false);
  }

  @Override
  public void close() {
    endReplay.run();
  }
}
