package io.margay.push.internal;

import io.margay.push.PushSink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The queues of all targets: each kept as long as a device pushes there or something waits for it.
 */
final class Targets implements AutoCloseable {
  private final TargetQueue.Surroundings around;
  private final Sinks sinks;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<TargetKey, Slot> slots = new HashMap<>();

  private static final class Slot {
    final TargetQueue queue;
    int users;

    Slot(TargetQueue queue) {
      this.queue = queue;
    }
  }

  /** Takes up what the spool holds from earlier. */
  Targets(TargetQueue.Surroundings around, Sinks sinks, Map<TargetKey, Long> stored) {
    this.around = around;
    this.sinks = sinks;
    stored.forEach((key, records) -> slots.put(key, new Slot(queue(key, records))));
  }

  private TargetQueue queue(TargetKey key, long stored) {
    TargetQueue queue = new TargetQueue(key, stored, around);
    sinks.of(key.method()).ifPresent(queue::sinkCame);
    return queue;
  }

  /** The queue of a target, for one more user, who gives it back. */
  TargetQueue take(TargetKey key) {
    lock.lock();
    try {
      Slot slot = slots.computeIfAbsent(key, k -> new Slot(queue(k, 0)));
      slot.users++;
      return slot.queue;
    } finally {
      lock.unlock();
    }
  }

  /** A user of a queue needs it no more. */
  void giveBack(TargetQueue queue) {
    lock.lock();
    try {
      Slot slot = slots.get(queue.key());
      if (slot != null) {
        slot.users--;
      }
    } finally {
      lock.unlock();
    }
    sweep();
  }

  /** Closes queues that nobody uses and in which nothing waits. */
  void sweep() {
    List<TargetQueue> over = new ArrayList<>();
    lock.lock();
    try {
      slots
          .values()
          .removeIf(slot -> slot.users == 0 && slot.queue.isIdle() && over.add(slot.queue));
    } finally {
      lock.unlock();
    }
    over.forEach(queue -> around.workers().execute(queue::close));
  }

  /** Tells the queues of a method that a sink is there. */
  void sinkCame(String method, PushSink sink) {
    of(method).forEach(queue -> queue.sinkCame(sink));
  }

  /** Tells the queues of a method that a sink is gone. */
  void sinkWent(String method, PushSink sink) {
    of(method).forEach(queue -> queue.sinkWent(sink));
  }

  private List<TargetQueue> of(String method) {
    return all().stream().filter(queue -> queue.key().method().equals(method)).toList();
  }

  private List<TargetQueue> all() {
    lock.lock();
    try {
      return slots.values().stream().map(slot -> slot.queue).toList();
    } finally {
      lock.unlock();
    }
  }

  /** How all fare, by method and target. */
  List<TargetStatus> status() {
    return all().stream()
        .map(TargetQueue::status)
        .sorted(Comparator.comparing(TargetStatus::method).thenComparing(TargetStatus::target))
        .toList();
  }

  /** Stops all deliveries, and stores what waits. */
  @Override
  public void close() {
    all().parallelStream().forEach(TargetQueue::close);
  }
}
