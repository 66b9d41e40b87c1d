package io.margay.mapper.internal.report;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.Device;
import io.margay.dmi.DeviceManager;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.DeviceState;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Sample;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way of a device to the runtime: reports leave in the order they were given, one at a
 * time, and none after {@link #close()}.
 *
 * <ul>
 *   <li>Giving a report and delivering it are two steps, so that no lock is held while the runtime
 *       is called: give under whatever lock orders your reports, then call {@link #deliver()}
 *       without.
 *   <li>A sample gets its sequence number when it is given; while the runtime is away, when it
 *       comes back. So the numbers grow by one with every sample that the runtime is handed.
 *   <li>While the runtime is away, or too slow, the newest value of each property waits, and the
 *       newest state.
 *   <li>Sample listeners hear of a report after the runtime has been handed it.
 * </ul>
 */
public final class DeviceOutlet {
  /** Makes the samples of a report. */
  @FunctionalInterface
  public interface SampleMaker {
    /** Makes them; called at once, once. */
    List<Sample> make(Numbering numbering);
  }

  /** Gives a sample its sequence number. */
  @FunctionalInterface
  public interface Numbering {
    /** The number of the next sample of a property. */
    long next(PropertyMemory property);
  }

  private static final Logger log = LoggerFactory.getLogger(DeviceOutlet.class);
  private static final int LONGEST_QUEUE = 64;
  private static final long CLOSING_MILLIS = 1_000;

  private final NamespacedName device;
  private final DeviceMemory memory;
  private final ReportDesk desk;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition delivered = lock.newCondition();
  private final Deque<Report> queue = new ArrayDeque<>();
  private final WaitingReports waiting = new WaitingReports();
  private @Nullable Thread deliverer;
  private boolean closed;
  private boolean complained;
  private volatile @Nullable Described described;

  /** What is told to listeners beside the samples. */
  private record Described(Device device, DeviceModel model) {}

  DeviceOutlet(NamespacedName device, DeviceMemory memory, ReportDesk desk) {
    this.device = device;
    this.memory = memory;
    this.desk = desk;
  }

  /** The device is described like this from now on. */
  public void describe(Device current, DeviceModel model) {
    described = new Described(current, model);
  }

  /** Gives samples, each property at most once. */
  public void samples(SampleMaker maker) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      boolean flowing = flowing();
      List<Sample> samples =
          maker.make(flowing ? PropertyMemory::next : property -> WaitingReports.UNNUMBERED);
      if (!samples.isEmpty()) {
        put(new Report.Samples(samples), flowing);
      }
    } finally {
      lock.unlock();
    }
  }

  /** So many readings of a property are remembered from now on. */
  public void remember(PropertyMemory property, int readings) {
    lock.lock();
    try {
      property.remember(readings);
    } finally {
      lock.unlock();
    }
  }

  /** The readings of a property that are remembered, the oldest first. */
  public List<Sample> remembered(PropertyMemory property) {
    lock.lock();
    try {
      return property.history().samples();
    } finally {
      lock.unlock();
    }
  }

  /** The newest reading of a property, if it is not older; null when there is none. */
  public @Nullable Sample newest(PropertyMemory property, long notBeforeNanos) {
    lock.lock();
    try {
      return property.history().newest(notBeforeNanos);
    } finally {
      lock.unlock();
    }
  }

  /** Gives what became of wishes. */
  public void outcomes(List<DesiredOutcome> outcomes) {
    if (!outcomes.isEmpty()) {
      add(new Report.Outcomes(outcomes));
    }
  }

  /** Gives the device's state. */
  public void state(DeviceState state, @Nullable String reason) {
    add(new Report.State(state, reason));
  }

  /** Delivers what was given, unless a delivery is under way already. */
  public void deliver() {
    if (!begin()) {
      return;
    }
    Runnable delivery;
    while ((delivery = next()) != null) {
      delivery.run();
    }
  }

  /** Ends reporting: when this returns, the report under way is over and no other follows. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      queue.clear();
      waiting.clear();
      awaitDelivery();
    } finally {
      lock.unlock();
    }
    desk.forget(memory);
    desk.listeners().removed(device);
  }

  /**
   * Waits until what was given is delivered, if the runtime is there; what waits for the runtime
   * goes on waiting.
   */
  public void drain() {
    deliver();
    lock.lock();
    try {
      awaitDelivery();
    } finally {
      lock.unlock();
    }
  }

  private void awaitDelivery() {
    long left = TimeUnit.MILLISECONDS.toNanos(CLOSING_MILLIS);
    while (deliverer != null && deliverer != Thread.currentThread() && left > 0) {
      try {
        left = delivered.awaitNanos(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void add(Report report) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      put(report, flowing());
    } finally {
      lock.unlock();
    }
  }

  private void put(Report report, boolean flowing) {
    if (flowing) {
      queue.add(report);
    } else {
      waiting.add(report);
    }
  }

  private boolean flowing() {
    return desk.manager() != null && waiting.isEmpty() && queue.size() < LONGEST_QUEUE;
  }

  private boolean begin() {
    lock.lock();
    try {
      if (deliverer != null) {
        return false;
      }
      deliverer = Thread.currentThread();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Runnable next() {
    lock.lock();
    try {
      DeviceManager manager = desk.manager();
      if (manager == null) {
        waiting.addOlder(queue);
        queue.clear();
      } else if (queue.isEmpty()) {
        queue.addAll(waiting.take(memory));
      }
      Report report = queue.poll();
      if (manager == null || report == null) {
        deliverer = null;
        delivered.signalAll();
        return null;
      }
      return () -> hand(report, manager);
    } finally {
      lock.unlock();
    }
  }

  private void hand(Report report, DeviceManager manager) {
    toRuntime(report, manager);
    Described now = described;
    if (now != null && report instanceof Report.Samples told) {
      desk.listeners().sampled(now.device(), now.model(), told.samples());
    }
  }

  private void toRuntime(Report report, DeviceManager manager) {
    try {
      report.to(manager, device);
    } catch (RuntimeException | Error e) {
      if (!complained) {
        complained = true;
        log.warn(
            "a report about device {} failed in the runtime; the next one is tried", device, e);
      }
    }
  }
}
