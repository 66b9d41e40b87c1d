package io.margay.twin.internal;

import io.margay.bus.Message;
import io.margay.bus.MessageBus;
import io.margay.bus.Payload;
import io.margay.bus.Subscriber;
import io.margay.bus.Subscription;
import io.margay.bus.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A bus that delivers at once on the publisher's thread, and remembers what was published. */
final class RecordingBus implements MessageBus {
  private final Map<Subscriber, TopicFilter> subscribers = new ConcurrentHashMap<>();
  private final BlockingQueue<Message> published = new LinkedBlockingQueue<>();

  @Override
  public void publish(Message message) {
    published.add(message);
    subscribers.forEach(
        (subscriber, filter) -> {
          if (filter.matches(message.topic())) {
            subscriber.onMessage(message);
          }
        });
  }

  @Override
  public boolean isHeardBeside(String topic, String other) {
    return subscribers.values().stream()
        .anyMatch(filter -> filter.matches(topic) && !filter.matches(other));
  }

  @Override
  public Subscription subscribe(TopicFilter filter, int queue, Subscriber subscriber) {
    subscribers.put(subscriber, filter);
    return new Subscription() {
      @Override
      public long dropped() {
        return 0;
      }

      @Override
      public void close() {
        subscribers.remove(subscriber);
      }
    };
  }

  void send(String topic, String text) {
    publish(Message.of(topic, Payload.of(text)));
  }

  int subscribers() {
    return subscribers.size();
  }

  /** The topics of what was published and not looked at yet. */
  List<String> waiting() {
    return published.stream().map(Message::topic).toList();
  }

  /** Takes all that was published and not looked at yet. */
  List<Message> drain() {
    List<Message> drained = new ArrayList<>();
    published.drainTo(drained);
    return drained;
  }

  /** What was published on a topic and not asked for yet. */
  List<Message> published(String topic) {
    return published.stream().filter(message -> message.topic().equals(topic)).toList();
  }

  /** The next message on a topic; those on other topics before it are skipped. */
  String next(String topic) throws InterruptedException {
    List<String> skipped = new ArrayList<>();
    while (true) {
      Message message = published.poll(30, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("nothing on " + topic + ", only on " + skipped);
      }
      if (message.topic().equals(topic)) {
        return message.payload().asText();
      }
      skipped.add(message.topic());
    }
  }
}
