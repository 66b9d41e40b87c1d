package io.margay.twin.internal.status;

import io.margay.dmi.NamespacedName;
import io.margay.meta.MetaException;
import io.margay.twin.internal.TwinThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes behind: notes which twins have changed, and some time later writes what they are by then.
 *
 * <ul>
 *   <li>A change is on disk at the latest one delay after it was made, plus the time of the write.
 *   <li>A device is written at most once in a delay, many devices in one transaction.
 *   <li>While the disk takes nothing, changes are noted all the same, a name for each device; that
 *       is told once, tried again after each delay, and caught up.
 *   <li>At the end, what has moved since it was written is written, be it by time alone.
 * </ul>
 */
public final class StatusKeeper implements AutoCloseable {
  /** The twins that are kept. */
  public interface Twins {
    /** A twin as it is now; empty when it is gone, or not known well enough. */
    Optional<TwinSnapshot> snapshot(NamespacedName device);

    /** The twins that were reported of since their last snapshot. */
    List<NamespacedName> moved();
  }

  private static final Logger LOG = LoggerFactory.getLogger(StatusKeeper.class);
  private static final int DEVICES_AT_ONCE = 200;

  private final StatusStore store;
  private final Twins twins;
  private final TwinThread thread = new TwinThread("margay-twin-keep");
  private final Set<NamespacedName> changed = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean armed = new AtomicBoolean();
  private final Object writing = new Object();
  private volatile Duration delay;
  private final AtomicInteger failures = new AtomicInteger();

  public StatusKeeper(StatusStore store, Twins twins, Duration delay) {
    this.store = store;
    this.twins = twins;
    this.delay = delay;
  }

  /** Keeps changes within another delay from now on. */
  public void keepWithin(Duration newDelay) {
    delay = newDelay;
  }

  /** What is kept of a device from an earlier run. */
  public KeptStatus kept(NamespacedName device) {
    return store.load(device);
  }

  /** Takes note that a twin has changed. Any thread; never blocks. */
  public void changed(NamespacedName device) {
    if (changed.add(device)) {
      arm();
    }
  }

  /** Drops what is kept of a device that is gone from the twins; nothing of it is written later. */
  public void forget(NamespacedName device) {
    synchronized (writing) {
      changed.remove(device);
      store.delete(device);
    }
  }

  /** Writes what is not written yet, and ends. */
  @Override
  public void close() {
    thread.close();
    changed.addAll(twins.moved());
    write();
  }

  private void arm() {
    if (armed.compareAndSet(false, true)) {
      thread.runIn(delay, this::writeInTime);
    }
  }

  private void writeInTime() {
    armed.set(false);
    try {
      write();
    } finally {
      if (!changed.isEmpty()) {
        arm();
      }
    }
  }

  private void write() {
    List<NamespacedName> due = List.copyOf(changed);
    for (int from = 0; from < due.size(); from += DEVICES_AT_ONCE) {
      List<NamespacedName> some = due.subList(from, Math.min(due.size(), from + DEVICES_AT_ONCE));
      try {
        write(some);
      } catch (MetaException.Unavailable e) {
        changed.addAll(some);
        failed(e);
        return;
      }
    }
    if (!due.isEmpty()) {
      worked(due.size());
    }
  }

  private void write(List<NamespacedName> devices) {
    synchronized (writing) {
      List<TwinSnapshot> snapshots = new ArrayList<>(devices.size());
      for (NamespacedName device : devices) {
        changed.remove(device);
        twins.snapshot(device).ifPresent(snapshots::add);
      }
      if (!snapshots.isEmpty()) {
        store.save(snapshots);
      }
    }
  }

  private void failed(MetaException reason) {
    if (failures.getAndIncrement() == 0) {
      LOG.warn(
          "last values cannot be kept on disk: {}; they go on flowing, and are tried every {} s",
          reason.getMessage(),
          Math.max(1, delay.toSeconds()));
    }
  }

  private void worked(int devices) {
    int failed = failures.getAndSet(0);
    if (failed > 0) {
      LOG.info(
          "last values are kept on disk again after {} failed attempts; {} devices are caught up",
          failed,
          devices);
    }
  }
}
