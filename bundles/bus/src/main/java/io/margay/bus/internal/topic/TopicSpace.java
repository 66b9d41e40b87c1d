package io.margay.bus.internal.topic;

import io.margay.bus.Message;
import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where publishers and subscribers of both worlds meet. Delivery happens on the publisher's thread,
 * which keeps the order per publisher and topic; receivers only queue.
 *
 * <p>A receiver with several matching filters gets a message once, at the highest quality of
 * service granted to them (MQTT 3.1.1, section 3.3.5).
 *
 * <p>Subscribing and publishing a retained message exclude each other, so that a new subscriber
 * sees the retained message or the live one, never both and never an older one last.
 */
public final class TopicSpace {
  private static final Logger LOG = LoggerFactory.getLogger(TopicSpace.class);

  private final TopicTree<Receiver, QoS> tree = new TopicTree<>();
  private final ReentrantReadWriteLock treeLock = new ReentrantReadWriteLock();
  private final RetainedMessages retained = new RetainedMessages();
  private final ReentrantLock retainedLock = new ReentrantLock();
  private volatile RetainedLimits limits;
  private boolean full;

  public TopicSpace(RetainedLimits limits) {
    this.limits = limits;
  }

  /** Sets new bounds; what is kept already stays. */
  public void limitRetained(RetainedLimits newLimits) {
    limits = newLimits;
  }

  /**
   * Gives a message to all whose filters match.
   *
   * @throws IllegalArgumentException when the topic has wildcards or cannot go over the wire
   */
  public void publish(Message message) {
    if (!TopicFilter.isTopicName(message.topic())) {
      throw new IllegalArgumentException(
          "topic \"%s\" is not a topic name: 1 to 65535 bytes without +, # and null characters"
              .formatted(message.topic()));
    }
    if (!message.retain()) {
      deliver(message);
      return;
    }
    retainedLock.lock();
    try {
      keep(message);
      deliver(new Message(message.topic(), message.payload(), message.qos(), false));
    } finally {
      retainedLock.unlock();
    }
  }

  private void keep(Message message) {
    boolean kept = retained.keep(message, limits);
    if (!kept && !full) {
      LOG.warn(
          "No room to retain the message on {} ({} messages, {} bytes are kept);"
              + " new topics are delivered but not retained until some are deleted",
          message.topic(),
          retained.size(),
          retained.bytes());
    }
    full = !kept;
  }

  private void deliver(Message message) {
    Map<Receiver, QoS> receivers = new HashMap<>();
    Lock lock = treeLock.readLock();
    lock.lock();
    try {
      tree.match(
          message.topic(),
          (receiver, granted) ->
              receivers.merge(receiver, granted, (a, b) -> a.compareTo(b) < 0 ? b : a));
    } finally {
      lock.unlock();
    }
    receivers.forEach((receiver, granted) -> receiver.receive(message, granted));
  }

  /** Whether a topic is subscribed to with a filter that does not match another topic. */
  public boolean isHeardBeside(String topic, String other) {
    treeLock.readLock().lock();
    try {
      return tree.matchesBeside(topic, other);
    } finally {
      treeLock.readLock().unlock();
    }
  }

  /** Subscribes, or changes the quality of service of a subscription; replays what is retained. */
  public void subscribe(TopicFilter filter, QoS granted, Receiver receiver) {
    retainedLock.lock();
    try {
      receiver.replay(retained.matching(filter), granted);
      treeLock.writeLock().lock();
      try {
        tree.put(filter, receiver, granted);
      } finally {
        treeLock.writeLock().unlock();
      }
    } finally {
      retainedLock.unlock();
    }
  }

  /** Ends a subscription; unknown ones are ignored. */
  public void unsubscribe(TopicFilter filter, Receiver receiver) {
    treeLock.writeLock().lock();
    try {
      tree.remove(filter, receiver);
    } finally {
      treeLock.writeLock().unlock();
    }
  }

  /** How many pairs of receiver and filter there are. */
  public int subscriptions() {
    treeLock.readLock().lock();
    try {
      return tree.size();
    } finally {
      treeLock.readLock().unlock();
    }
  }

  /** How many messages are retained. */
  public int retainedMessages() {
    retainedLock.lock();
    try {
      return retained.size();
    } finally {
      retainedLock.unlock();
    }
  }

  /** How many bytes the retained messages take, topics included. */
  public long retainedBytes() {
    retainedLock.lock();
    try {
      return retained.bytes();
    } finally {
      retainedLock.unlock();
    }
  }
}
