package io.margay.bus.internal;

import static java.util.Objects.requireNonNull;

import io.margay.bus.Message;
import io.margay.bus.MessageBus;
import io.margay.bus.QoS;
import io.margay.bus.Subscriber;
import io.margay.bus.Subscription;
import io.margay.bus.TopicFilter;
import io.margay.bus.internal.topic.RetainedLimits;
import io.margay.bus.internal.topic.SharedTopics;
import io.margay.bus.internal.topic.SubscriptionOptions;
import io.margay.bus.internal.topic.TopicSpace;
import io.margay.bus.internal.topic.Traffic;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bus for the JVM's own publishers and subscribers. It lives apart from the MQTT endpoint, so
 * that a changed port or a port that is taken disturbs nobody inside. It is immediate, since what
 * is retained must not go when the last user does.
 */
@Component(
    service = {MessageBus.class, InProcessBus.class, SharedTopics.class},
    immediate = true,
    configurationPid = "io.margay.bus")
public final class InProcessBus implements MessageBus, SharedTopics {
  private static final Logger LOG = LoggerFactory.getLogger(InProcessBus.class);
  private static final RetainedLimits DEFAULTS = new RetainedLimits(10_000, 8_388_608);
  private static final int MOST_THREADS = 32;
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final TopicSpace space;
  private final Traffic traffic = new Traffic();
  private final DeliveryThreads threads = new DeliveryThreads(MOST_THREADS, IDLE);
  private final Set<LocalSubscription> subscriptions = ConcurrentHashMap.newKeySet();

  @Activate
  public InProcessBus(@Reference BusStore store, BusConfig config) {
    space =
        new TopicSpace(
            retainedLimits(config), store.retainedShadow(), store.sessions().clock()::millis);
    space.restore(store.retained());
  }

  /** A bus that keeps nothing over a restart. */
  InProcessBus(BusConfig config) {
    this(BusStore.off("switched off"), config);
  }

  /** Takes new bounds for retained messages; all other settings are the MQTT endpoint's. */
  @Modified
  void modified(BusConfig config) {
    space.limitRetained(retainedLimits(config));
  }

  /** A mistake in the settings must not take the bus away from the whole node. */
  private static RetainedLimits retainedLimits(BusConfig config) {
    try {
      return new RetainedLimits(config.retainedMessages(), config.retainedBytes());
    } catch (RuntimeException e) {
      LOG.error(
          "io.margay.bus: {}; {} are used for retained messages instead", e.getMessage(), DEFAULTS);
      return DEFAULTS;
    }
  }

  /** Ends all subscriptions and threads. */
  @Deactivate
  void stop() {
    subscriptions.forEach(subscription -> space.unsubscribe(subscription.filter(), subscription));
    subscriptions.clear();
    if (!threads.close(PATIENCE)) {
      LOG.warn(
          "A bus subscriber has not returned within {} s; its thread is left",
          PATIENCE.toSeconds());
    }
  }

  /** The topics that MQTT clients share with this bus. */
  @Override
  public TopicSpace space() {
    return space;
  }

  /** What went through inside the JVM. */
  Traffic traffic() {
    return traffic;
  }

  int subscriptions() {
    return subscriptions.size();
  }

  @Override
  public void publish(Message message) {
    space.publish(message);
    traffic.countIn();
  }

  @Override
  public boolean isHeardBeside(String topic, String other) {
    return space.isHeardBeside(topic, other);
  }

  @Override
  public Subscription subscribe(TopicFilter filter, int queue, Subscriber subscriber) {
    LocalSubscription subscription =
        new LocalSubscription(
            filter, queue, requireNonNull(subscriber), threads, traffic, this::forget);
    subscriptions.add(subscription);
    space.subscribe(filter, SubscriptionOptions.of(QoS.EXACTLY_ONCE), subscription);
    return subscription;
  }

  private void forget(LocalSubscription subscription) {
    subscriptions.remove(subscription);
    space.unsubscribe(subscription.filter(), subscription);
  }
}
