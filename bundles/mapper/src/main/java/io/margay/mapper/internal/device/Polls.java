package io.margay.mapper.internal.device;

import io.margay.dmi.NamespacedName;
import io.margay.mapper.internal.work.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * When the properties of one device are read: one group for each collect cycle. Guarded by the
 * device's lock, which its alarms take.
 *
 * <p>Ticks lie on a grid that depends on the device's name and the cycle alone: devices do not fire
 * together, and a changed description does not shift them. A tick that finds its group still in the
 * queue, or that comes too late, is skipped and counted.
 */
final class Polls {
  private final NamespacedName device;
  private final Time time;
  private final ReentrantLock lock;
  private final Consumer<PollGroup> read;
  private List<PollGroup> groups = List.of();
  private boolean running;
  private long missed;

  /**
   * @param lock the device's lock
   * @param read puts a read of the group in the queue of the device's link
   */
  Polls(NamespacedName device, Time time, ReentrantLock lock, Consumer<PollGroup> read) {
    this.device = device;
    this.time = time;
    this.lock = lock;
    this.read = read;
  }

  /** Groups the properties anew; while it runs, groups that are new are read at once. */
  void regroup(DeviceImage image) {
    List<PollGroup> before = groups;
    groups.forEach(Polls::drop);
    groups = grouped(image);
    if (running) {
      for (PollGroup group : groups) {
        begin(group, before.stream().noneMatch(group::readsLike));
      }
    }
  }

  /**
   * Begins to poll, each group at once and from then on as its cycle says.
   *
   * @return false when it polls already
   */
  boolean start() {
    if (running) {
      return false;
    }
    running = true;
    groups.forEach(group -> begin(group, true));
    return true;
  }

  /** Polls no more. */
  void stop() {
    running = false;
    for (PollGroup group : groups) {
      cancel(group);
      group.queued = false;
    }
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  /** How many ticks were skipped. */
  long missed() {
    return missed;
  }

  private List<PollGroup> grouped(DeviceImage image) {
    Map<Long, List<PropertySlot>> byCycle = new TreeMap<>();
    for (PropertySlot slot : image.slots()) {
      byCycle.computeIfAbsent(slot.collectMillis(), cycle -> new ArrayList<>()).add(slot);
    }
    List<PollGroup> made = new ArrayList<>();
    byCycle.forEach((cycle, slots) -> made.add(new PollGroup(cycle, slots, false, time)));
    return made;
  }

  private void begin(PollGroup group, boolean atOnce) {
    long now = time.nanos();
    long cycle = group.cycleNanos();
    group.nextTickNanos = now + cycle - Math.floorMod(now - phase(cycle), cycle);
    arm(group);
    if (atOnce) {
      queue(group);
    }
  }

  private void tick(PollGroup group) {
    lock.lock();
    try {
      if (!running || group.dropped) {
        return;
      }
      queue(group);
      long late = time.nanos() - group.nextTickNanos;
      long skipped = Math.max(0, late / group.cycleNanos());
      missed += skipped;
      group.nextTickNanos += (skipped + 1) * group.cycleNanos();
      arm(group);
    } finally {
      lock.unlock();
    }
  }

  private void queue(PollGroup group) {
    if (group.queued) {
      missed++;
    } else {
      group.queued = true;
      read.accept(group);
    }
  }

  private void arm(PollGroup group) {
    group.alarm = time.after(group.nextTickNanos - time.nanos(), () -> tick(group));
  }

  private long phase(long cycle) {
    long mixed = device.hashCode() * 0x9E3779B97F4A7C15L;
    return Math.floorMod(mixed ^ (mixed >>> 29), cycle);
  }

  private static void drop(PollGroup group) {
    group.dropped = true;
    cancel(group);
  }

  private static void cancel(PollGroup group) {
    if (group.alarm != null) {
      group.alarm.cancel();
      group.alarm = null;
    }
  }
}
