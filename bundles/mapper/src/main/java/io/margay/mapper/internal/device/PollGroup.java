package io.margay.mapper.internal.device;

import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.ReadPlan;
import io.margay.mapper.internal.work.Time;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Properties of a device that are read together. The schedule's part is guarded by the device's
 * lock; plan and batch belong to the job that runs on the device's link.
 */
final class PollGroup {
  private final long cycleMillis;
  private final List<PropertySlot> slots;
  private final List<PropertySpec> specs;
  private final ReadBatch batch;
  private final boolean awaited;

  private volatile @Nullable Planned planned;

  boolean queued;
  boolean dropped;
  long nextTickNanos;
  Time.@Nullable Alarm alarm;

  /**
   * @param awaited whether somebody waits for the answers, so that all are reported
   */
  PollGroup(long cycleMillis, List<PropertySlot> slots, boolean awaited, Time time) {
    this.awaited = awaited;
    this.cycleMillis = cycleMillis;
    this.slots = List.copyOf(slots);
    this.specs = slots.stream().map(PropertySlot::spec).toList();
    this.batch = new ReadBatch(time, this.slots);
  }

  long cycleNanos() {
    return TimeUnit.MILLISECONDS.toNanos(cycleMillis);
  }

  List<PropertySlot> slots() {
    return slots;
  }

  ReadBatch batch() {
    return batch;
  }

  boolean readsLike(PollGroup other) {
    return cycleMillis == other.cycleMillis && specs.equals(other.specs);
  }

  boolean awaited() {
    return awaited;
  }

  List<PropertySpec> specs() {
    return specs;
  }

  /** The plan that this conversation made for the group; null when it has not made one yet. */
  @Nullable ReadPlan plan(Conversation conversation) {
    Planned known = planned;
    return known != null && known.by() == conversation ? known.plan() : null;
  }

  /** Keeps the plan that a conversation made for the group. */
  void planned(Conversation by, ReadPlan plan) {
    planned = new Planned(by, plan);
  }

  /** Goes on with the plan of a group that reads the same. */
  void continues(PollGroup earlier) {
    planned = earlier.planned;
  }

  /** Lets go of its plan. */
  void forget() {
    planned = null;
  }

  private record Planned(Conversation by, ReadPlan plan) {}
}
