package io.margay.mapper.internal;

import io.margay.dmi.driver.DeviceDriver;
import io.margay.mapper.internal.work.Job;
import io.margay.mapper.internal.work.LinkQueue;
import io.margay.mapper.internal.work.Links;
import io.margay.mapper.internal.work.Time;
import io.margay.mapper.internal.work.Watchdog;
import io.margay.mapper.internal.work.WatchedCall;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks drivers that have come for their protocol: on a worker, one after another, and not longer
 * than it takes.
 */
final class Introductions {
  private static final long MILLIS = 3_000;

  private final Time time;
  private final Watchdog watchdog;
  private final LinkQueue queue;
  private final long millis;

  Introductions(Time time, Watchdog watchdog, Links links) {
    this(time, watchdog, links, MILLIS);
  }

  /**
   * @param millis how long an answer may take
   */
  Introductions(Time time, Watchdog watchdog, Links links, long millis) {
    this.millis = millis;
    this.time = time;
    this.watchdog = watchdog;
    this.queue = links.aside("drivers");
  }

  /**
   * Asks one driver; one of the two is told, once.
   *
   * @param protocol takes its protocol
   * @param trouble takes why it has none
   */
  void ask(DeviceDriver driver, Consumer<String> protocol, Consumer<String> trouble) {
    queue.add(new Job(Job.Rank.POLL, time.nanos(), () -> answer(driver, protocol, trouble)));
  }

  private void answer(DeviceDriver driver, Consumer<String> protocol, Consumer<String> trouble) {
    WatchedCall call =
        watchdog.watch(
            millis,
            () -> {
              queue.add(
                  new Job(Job.Rank.POLL, time.nanos(), () -> trouble.accept("describe hangs")));
              Job stuck = queue.running();
              if (stuck != null) {
                queue.release(stuck);
              }
            });
    @Nullable String named = null;
    String reason = "it names no protocol";
    try {
      named = driver.describe().protocol();
    } catch (Throwable t) { // a driver may throw whatever the JVM lets it
      reason = "it failed in describe: " + t;
    }
    if (call.over() == WatchedCall.End.GIVEN_UP) {
      return;
    }
    if (named == null || named.isBlank()) {
      trouble.accept(reason);
    } else {
      protocol.accept(named);
    }
  }
}
