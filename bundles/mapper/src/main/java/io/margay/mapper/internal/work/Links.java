package io.margay.mapper.internal.work;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/** The wires that devices hang on; a wire is there as long as a device is on it. */
public final class Links {
  private final Executor workers;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Link> links = new TreeMap<>();

  public Links(Executor workers) {
    this.workers = workers;
  }

  /** The queue of a wire, for one more device. */
  public LinkQueue join(String name) {
    lock.lock();
    try {
      Link link = links.computeIfAbsent(name, n -> new Link(new LinkQueue(n, workers)));
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
      Link link = links.get(queue.name());
      if (link != null && link.queue == queue && --link.devices == 0) {
        links.remove(queue.name());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Runs a task on a worker, beside all wires. */
  public void aside(Runnable task) {
    workers.execute(task);
  }

  /** How each wire is at this moment, by name. */
  public List<LinkRow> rows() {
    lock.lock();
    try {
      List<LinkRow> rows = new ArrayList<>();
      links.forEach(
          (name, link) ->
              rows.add(
                  new LinkRow(
                      name,
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

  private static final class Link {
    private final LinkQueue queue;
    private int devices;

    private Link(LinkQueue queue) {
      this.queue = queue;
    }
  }
}
