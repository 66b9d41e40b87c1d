package io.margay.bus.internal.topic;

import io.margay.bus.Message;
import io.margay.bus.TopicFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where publishers and subscribers of both worlds meet. Delivery happens on the publisher's thread,
 * which keeps the order per publisher and topic; receivers only queue.
 *
 * <p>A receiver with several matching filters gets a message once, at the highest quality of
 * service granted to them and with the identifiers of all of them (MQTT 5.0, section 3.3.4). A
 * shared subscription counts for itself.
 *
 * <p>Subscribing and publishing a retained message exclude each other, so that a new subscriber
 * sees the retained message or the live one, never both and never an older one last.
 */
public final class TopicSpace {
  private static final Logger LOG = LoggerFactory.getLogger(TopicSpace.class);

  private final TopicTree<Receiver, SubscriptionOptions> tree = new TopicTree<>();
  private final ReentrantReadWriteLock treeLock = new ReentrantReadWriteLock();
  private final RetainedMessages retained;
  private final ReentrantLock retainedLock = new ReentrantLock();
  private final Map<TopicFilter, SharedGroup> groups = new HashMap<>();
  private final List<Function<TopicFilter, List<Message>>> made = new CopyOnWriteArrayList<>();
  private volatile RetainedLimits limits;
  private boolean full;

  /** A topic space that keeps what is retained in memory alone. */
  public TopicSpace(RetainedLimits limits) {
    this(limits, RetainedShadow.NONE, () -> System.nanoTime() / 1_000_000);
  }

  /**
   * @param shadow is told what is retained
   * @param millis a clock that does not jump
   */
  public TopicSpace(RetainedLimits limits, RetainedShadow shadow, LongSupplier millis) {
    this.limits = limits;
    this.retained = new RetainedMessages(shadow, millis);
  }

  /** Takes up messages that were retained before a restart. To be called before all else. */
  public void restore(List<Message> messages) {
    retainedLock.lock();
    try {
      messages.forEach(message -> retained.restore(message, limits));
    } finally {
      retainedLock.unlock();
    }
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
    List<Members<Receiver, SubscriptionOptions>> matching = new ArrayList<>(4);
    Lock lock = treeLock.readLock();
    lock.lock();
    try {
      tree.match(message.topic(), matching::add);
    } finally {
      lock.unlock();
    }
    Publication publication = new Publication(message, publisher);
    if (matching.size() == 1) {
      publication.deliver(matching.get(0));
    } else {
      publication.deliver(matching);
    }
    return publication.delivered();
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

  /**
   * Subscribes, or changes the options of a subscription; replays what is retained. A filter of the
   * form {@code $share/group/filter} joins that group, and nothing is replayed.
   *
   * @throws IllegalArgumentException when a filter begins like that and is not of that form
   */
  public void subscribe(TopicFilter filter, SubscriptionOptions how, Receiver receiver) {
    if (SharedFilter.isShared(filter)) {
      join(filter, how, receiver);
      return;
    }
    retainedLock.lock();
    try {
      if (wantsRetained(filter, how, receiver)) {
        receiver.replay(replayed(filter), how);
      }
      change(() -> tree.put(filter, receiver, how));
    } finally {
      retainedLock.unlock();
    }
  }

  private List<Message> replayed(TopicFilter filter) {
    List<Message> kept = retained.matching(filter);
    if (!filter.text().startsWith("$")) {
      return kept;
    }
    List<Message> all = new ArrayList<>(kept);
    made.forEach(source -> all.addAll(source.apply(filter)));
    return all;
  }

  private void join(TopicFilter shared, SubscriptionOptions how, Receiver receiver) {
    TopicFilter filter = SharedFilter.of(shared).filter();
    change(
        () -> {
          SharedGroup group = groups.computeIfAbsent(shared, name -> new SharedGroup());
          group.put(receiver, how);
          tree.put(filter, group, SharedGroup.OPTIONS);
        });
  }

  private void leave(TopicFilter shared, Receiver receiver) {
    TopicFilter filter = SharedFilter.of(shared).filter();
    change(
        () -> {
          SharedGroup group = groups.get(shared);
          if (group != null) {
            group.remove(receiver);
            if (group.size() == 0) {
              groups.remove(shared);
              tree.remove(filter, group);
            }
          }
        });
  }

  private void change(Runnable action) {
    treeLock.writeLock().lock();
    try {
      action.run();
    } finally {
      treeLock.writeLock().unlock();
    }
  }

  /**
   * Besides what is retained, replays what the source makes for filters that begin with {@code $};
   * the messages must have their retain flag set.
   *
   * @return ends it
   */
  public Runnable replayAlso(Function<TopicFilter, List<Message>> source) {
    made.add(source);
    return () -> made.remove(source);
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
    if (SharedFilter.isShared(filter)) {
      leave(filter, receiver);
    } else {
      change(() -> tree.remove(filter, receiver));
    }
  }

  /** How many pairs of receiver and filter there are. */
  public int subscriptions() {
    treeLock.readLock().lock();
    try {
      int shared = groups.values().stream().mapToInt(SharedGroup::size).sum();
      return tree.size() - groups.size() + shared;
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
