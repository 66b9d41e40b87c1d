package io.margay.mapper.internal;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DiscoveredDevice;
import io.margay.dmi.driver.DiscoveryRequest;
import io.margay.dmi.driver.DriverException;
import io.margay.mapper.internal.work.Time;
import io.margay.mapper.internal.work.Watchdog;
import io.margay.mapper.internal.work.WatchedCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Has a driver look for devices: on a worker, for a bounded time, whatever the driver does. What
 * was found before a search failed counts.
 */
final class Discovery {
  private static final int MOST = 10_000;

  /**
   * What a search came to.
   *
   * @param devices in the order in which they were found, each name once
   * @param failure why it ended early; null when it did not
   */
  record Result(List<DiscoveredDevice> devices, @Nullable String failure) {}

  private final Time time;
  private final Watchdog watchdog;
  private final Executor workers;

  Discovery(Time time, Watchdog watchdog, Executor workers) {
    this.time = time;
    this.watchdog = watchdog;
    this.workers = workers;
  }

  /** Begins a search. */
  CompletableFuture<Result> search(
      DeviceDriver driver, Map<String, Object> settings, Duration atMost) {
    Search search = new Search(driver, new DiscoveryRequest(settings), atMost);
    workers.execute(search);
    return search.result;
  }

  /** One search. */
  private final class Search implements Runnable {
    private final DeviceDriver driver;
    private final DiscoveryRequest request;
    private final Duration atMost;
    private final CompletableFuture<Result> result = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, DiscoveredDevice> found = new LinkedHashMap<>();

    private Search(DeviceDriver driver, DiscoveryRequest request, Duration atMost) {
      this.driver = driver;
      this.request = request;
      this.atMost = atMost;
    }

    @Override
    public void run() {
      WatchedCall call =
          watchdog.watch(
              atMost.toMillis(), () -> end("the driver does not end the search; it was given up"));
      String failure = null;
      try {
        driver.discover(request, this::found, Deadline.in(atMost, time::nanos));
      } catch (DriverException | IllegalArgumentException e) {
        failure = String.valueOf(e.getMessage());
      } catch (Throwable t) { // a driver may throw whatever the JVM lets it
        failure = "the driver failed: " + t;
      }
      boolean late = call.over() == WatchedCall.End.LATE;
      end(
          late
              ? "the search took longer than " + atMost.toSeconds() + " s and was interrupted"
              : failure);
    }

    private void found(DiscoveredDevice device) {
      lock.lock();
      try {
        if (found.size() < MOST) {
          found.put(device.name(), device);
        }
      } finally {
        lock.unlock();
      }
    }

    private void end(@Nullable String failure) {
      lock.lock();
      try {
        result.complete(new Result(new ArrayList<>(found.values()), failure));
      } finally {
        lock.unlock();
      }
    }
  }
}
