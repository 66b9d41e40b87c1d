package io.margay.mapper.internal.work;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/** The wires that devices hang on; a wire is there as long as a device is on it. */
public final class Links {
  private final Executor workers;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Lane, Link> links = new TreeMap<>(Lane.ORDER);

  public Links(Executor workers) {
    this.workers = workers;
  }

  /**
   * The queue of a wire, for one more device.
   *
   * @param lane those who share a wire without waiting for one another, as the versions of a driver
   *     do while devices move from one to the other, have lanes of their own; 0 for a wire on which
   *     everything waits for everything
   */
  public LinkQueue join(String name, long lane) {
    lock.lock();
    try {
      Link link =
          links.computeIfAbsent(
              new Lane(name, lane), key -> new Link(new LinkQueue(name, workers)));
      link.devices++;
      return link.queue;
    } finally {
      lock.unlock();
    }
  }

  /** One device less; jobs that are still in the queue run nevertheless. */
  public void leave(LinkQueue queue) {
    lock.lock();
    try {
      links.values().removeIf(link -> link.queue == queue && --link.devices == 0);
    } finally {
      lock.unlock();
    }
  }

  /** A queue for work of the engine itself, which no device hangs on. */
  public LinkQueue aside(String name) {
    return new LinkQueue(name, workers);
  }

  /** How each wire is at this moment, by name. */
  public List<LinkRow> rows() {
    lock.lock();
    try {
      List<LinkRow> rows = new ArrayList<>();
      links.forEach(
          (lane, link) ->
              rows.add(
                  new LinkRow(
                      lane.name(),
                      link.devices,
                      link.queue.waiting(),
                      link.queue.running() == null ? "idle" : "busy")));
      return rows;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A wire as the shell shows it.
   *
   * @param queue jobs that wait
   */
  public record LinkRow(String link, int devices, int queue, String state) {}

  private record Lane(String name, long lane) {
    private static final Comparator<Lane> ORDER =
        Comparator.comparing(Lane::name).thenComparingLong(Lane::lane);
  }

  private static final class Link {
    private final LinkQueue queue;
    private int devices;

    private Link(LinkQueue queue) {
      this.queue = queue;
    }
  }
}
