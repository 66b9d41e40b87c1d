package io.margay.mapper.internal.device;

import io.margay.dmi.NamespacedName;
import io.margay.mapper.internal.work.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * When the properties of one device are read: one group for each collect cycle. Guarded by the
 * device's lock, which its alarms take.
 *
 * <p>Ticks lie on a grid that depends on the device's name and the cycle alone: devices do not fire
 * together, and a changed description does not shift them. There are so few places on the grid, one
 * in 5 ms, that of many devices several come with one alarm. A tick that finds its group still in
 * the queue, or that comes too late, is skipped and counted. A device of which nothing is to be
 * read is asked for a sign of life.
 */
final class Polls {
  private static final long PROBE_MILLIS = 1_000;
  private static final long PLACE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long PLACES_AT_LEAST = 10;

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

  /**
   * Groups the properties anew; while it runs, groups that are new are read at once.
   *
   * @param told names of properties that the device tells of its own accord
   */
  void regroup(DeviceImage image, Set<String> told) {
    List<PollGroup> before = groups;
    groups.forEach(Polls::drop);
    groups = grouped(image, told);
    for (PollGroup group : groups) {
      Optional<PollGroup> same = before.stream().filter(group::readsLike).findFirst();
      same.ifPresent(group::continues);
      if (running) {
        begin(group, same.isEmpty() || same.get().queued);
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

  List<PollGroup> groups() {
    return groups;
  }

  /** Whether there is nothing to read, so that the device is asked for a sign of life only. */
  boolean isEmpty() {
    return groups.stream().allMatch(group -> group.slots().isEmpty());
  }

  /** How many ticks were skipped. */
  long missed() {
    return missed;
  }

  private List<PollGroup> grouped(DeviceImage image, Set<String> told) {
    Map<Long, List<PropertySlot>> byCycle = new TreeMap<>();
    for (PropertySlot slot : image.slots()) {
      if (!told.contains(slot.name())) {
        byCycle.computeIfAbsent(slot.collectMillis(), cycle -> new ArrayList<>()).add(slot);
      }
    }
    if (byCycle.isEmpty()) {
      byCycle.put(PROBE_MILLIS, List.of());
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
    long phase = Math.floorMod(mixed ^ (mixed >>> 29), cycle);
    return cycle < PLACES_AT_LEAST * PLACE_NANOS ? phase : phase - phase % PLACE_NANOS;
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
