package io.margay.twin.internal.topic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.margay.bus.Message;
import io.margay.bus.MessageBus;
import io.margay.bus.Payload;
import io.margay.bus.TopicFilter;
import io.margay.dmi.NamespacedName;
import io.margay.twin.internal.Asker;
import io.margay.twin.internal.TopicGeneration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Puts KubeEdge's events on the bus. The JSON is made only if somebody reads it.
 *
 * <p>News of a device go out on its topics with a namespace. They go out on those without one too
 * if somebody listens there who would not get them otherwise; whoever listens to everything gets
 * them once.
 */
public final class Events {
  private static final JsonFactory JSON = new JsonFactory();

  private final MessageBus bus;
  private final Clock clock;

  public Events(MessageBus bus, Clock clock) {
    this.bus = bus;
    this.clock = clock;
  }

  /** The id of an event that nobody asked for. */
  static String newId() {
    return UUID.randomUUID().toString();
  }

  /** Publishes news on any topic. */
  void publish(String topic, EventBody body) {
    bus.publish(Message.of(topic, payload(Events::newId, body)));
  }

  /** Publishes what has an id on any topic. */
  void publish(String topic, String eventId, EventBody body) {
    bus.publish(Message.of(topic, payload(() -> eventId, body)));
  }

  /** Tells what happened to a device. */
  void tell(NamespacedName device, String what, EventBody body) {
    tell(device, what, payload(Events::newId, body));
  }

  /** Tells what happened to a device by an event that has an id. */
  void tell(NamespacedName device, String what, String eventId, EventBody body) {
    tell(device, what, payload(() -> eventId, body));
  }

  private void tell(NamespacedName device, String what, Payload payload) {
    for (TopicGeneration generation : TopicGeneration.values()) {
      if (isHeard(generation, device, what)) {
        bus.publish(Message.of(topic(generation, device, what), payload));
      }
    }
  }

  /** Answers whoever asked something of a device, if the answer's topic can go over MQTT. */
  void answer(Asker asker, NamespacedName device, String what, EventBody body) {
    String topic = topic(asker.generation(), device, what);
    if (TopicFilter.isTopicName(topic)) {
      publish(topic, asker.eventId(), body);
    }
  }

  /** Tells those what happened who do not get the answer. */
  void tellOthers(Asker asker, NamespacedName device, String what, EventBody body) {
    for (TopicGeneration generation : TopicGeneration.values()) {
      if (generation != asker.generation() && isHeard(generation, device, what)) {
        publish(topic(generation, device, what), body);
      }
    }
  }

  private boolean isHeard(TopicGeneration generation, NamespacedName device, String what) {
    return generation == TopicGeneration.NAMESPACED
        || (generation.names(device)
            && bus.isHeardBeside(
                topic(generation, device, what), topic(TopicGeneration.NAMESPACED, device, what)));
  }

  private static String topic(TopicGeneration generation, NamespacedName device, String what) {
    return generation.root(device) + "/" + what;
  }

  private Payload payload(Supplier<String> eventId, EventBody body) {
    Instant now = clock.instant();
    return Payload.lazy(() -> json(eventId.get(), now, body));
  }

  private static byte[] json(String eventId, Instant time, EventBody body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("event_id", eventId);
      json.writeNumberField("timestamp", time.toEpochMilli());
      body.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
