package io.margay.mapper.internal.device;

import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.SubscriptionSink;
import io.margay.mapper.internal.work.Time;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a device says of its own accord, on any thread, without waiting for anybody.
 *
 * <p>What comes before its conversation is the device's own, as while a driver is replaced, is kept
 * until it is: the newest of each property.
 */
final class Subscription implements SubscriptionSink {
  /** Whom the answers are for. */
  interface Listener {
    /** A property has an answer; the device's lock is held. */
    void told(ReadBatch answer);

    /** The device will say no more. */
    void lost(String reason);
  }

  private final Map<String, PropertySlot> slots;
  private final Time time;
  private final ReentrantLock lock;
  private final Map<String, ReadBatch> early = new LinkedHashMap<>();
  private Set<String> accepted = Set.of();
  private @Nullable Listener listener;
  private @Nullable String lostEarly;
  private boolean over;

  /**
   * @param lock the device's lock
   */
  Subscription(List<PropertySlot> slots, Time time, ReentrantLock lock) {
    this.slots = slots.stream().collect(Collectors.toMap(PropertySlot::name, slot -> slot));
    this.time = time;
    this.lock = lock;
  }

  /** The driver has said what the device will tell of. */
  void accepted(List<PropertySpec> properties) {
    accepted = properties.stream().map(PropertySpec::name).collect(Collectors.toSet());
  }

  /** What the device tells of, and need not be polled. */
  Set<String> properties() {
    return accepted;
  }

  /** From now on the answers count; the device's lock is held. */
  void begin(Listener next) {
    listener = next;
    early.values().forEach(next::told);
    early.clear();
    if (lostEarly != null) {
      next.lost(lostEarly);
    }
  }

  /** What comes from now on is dropped; the device's lock is held. */
  void end() {
    over = true;
    listener = null;
    early.clear();
  }

  @Override
  public void good(PropertySpec property, Object value) {
    answer(property, batch -> batch.good(property, value));
  }

  @Override
  public void good(PropertySpec property, Object value, Instant deviceTime) {
    answer(property, batch -> batch.good(property, value, deviceTime));
  }

  @Override
  public void bad(PropertySpec property, String reason) {
    answer(property, batch -> batch.bad(property, reason));
  }

  @Override
  public void lost(String reason) {
    lock.lock();
    try {
      if (listener != null) {
        listener.lost(reason);
      } else {
        lostEarly = reason;
      }
    } finally {
      lock.unlock();
    }
  }

  private void answer(@Nullable PropertySpec property, Consumer<ReadBatch> answer) {
    PropertySlot slot = property == null ? null : slots.get(property.name());
    if (slot == null) {
      return;
    }
    ReadBatch batch = new ReadBatch(time, List.of(slot));
    batch.begin();
    answer.accept(batch);
    lock.lock();
    try {
      if (listener != null) {
        listener.told(batch);
      } else if (!over) {
        early.put(slot.name(), batch);
      }
    } finally {
      lock.unlock();
    }
  }
}
