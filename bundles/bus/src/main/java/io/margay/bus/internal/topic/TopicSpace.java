package io.margay.bus.internal.topic;

import io.margay.bus.Message;
import io.margay.bus.TopicFilter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
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

  private final TopicTree<Receiver, SubscriptionOptions> tree = new TopicTree<>();
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
   * @return whether there is anybody
   * @throws IllegalArgumentException when the topic has wildcards or cannot go over the wire
   */
  public boolean publish(Message message) {
    return publish(message, null);
  }

  /**
   * Gives a message to all whose filters match.
   *
   * @param publisher spared where its subscription wants nothing of its own; null for none
   * @return whether there is anybody
   * @throws IllegalArgumentException when the topic has wildcards or cannot go over the wire
   */
  public boolean publish(Message message, @Nullable Receiver publisher) {
    if (!TopicFilter.isTopicName(message.topic())) {
      throw new IllegalArgumentException(
          "topic \"%s\" is not a topic name: 1 to 65535 bytes without +, # and null characters"
              .formatted(message.topic()));
    }
    if (!message.retain()) {
      return deliver(message, publisher);
    }
    retainedLock.lock();
    try {
      keep(message);
      return deliver(message, publisher);
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

  private boolean deliver(Message message, @Nullable Receiver publisher) {
    Map<Receiver, SubscriptionOptions> receivers = new HashMap<>();
    Lock lock = treeLock.readLock();
    lock.lock();
    try {
      tree.match(
          message.topic(),
          (receiver, how) -> {
            if (!how.noLocal() || receiver != publisher) {
              receivers.merge(receiver, how, SubscriptionOptions::and);
            }
          });
    } finally {
      lock.unlock();
    }
    Message live = message.withRetain(false);
    receivers.forEach(
        (receiver, how) -> receiver.receive(how.retainAsPublished() ? message : live, how));
    return !receivers.isEmpty();
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

  /** Subscribes, or changes the options of a subscription; replays what is retained. */
  public void subscribe(TopicFilter filter, SubscriptionOptions how, Receiver receiver) {
    retainedLock.lock();
    try {
      if (wantsRetained(filter, how, receiver)) {
        receiver.replay(retained.matching(filter), how);
      }
      treeLock.writeLock().lock();
      try {
        tree.put(filter, receiver, how);
      } finally {
        treeLock.writeLock().unlock();
      }
    } finally {
      retainedLock.unlock();
    }
  }

  private boolean wantsRetained(TopicFilter filter, SubscriptionOptions how, Receiver receiver) {
    return switch (how.retained()) {
      case ALWAYS -> true;
      case IF_NEW -> !subscribed(filter, receiver);
      case NEVER -> false;
    };
  }

  private boolean subscribed(TopicFilter filter, Receiver receiver) {
    treeLock.readLock().lock();
    try {
      return tree.contains(filter, receiver);
    } finally {
      treeLock.readLock().unlock();
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
