package io.margay.bus.internal.mqtt;

import io.netty.channel.EventLoop;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Notices when nothing is heard from a client for too long. Costs nothing per packet. */
final class SilenceAlarm {
  private final EventLoop loop;
  private @Nullable ScheduledFuture<?> next;
  private long lastHeard;

  SilenceAlarm(EventLoop loop) {
    this.loop = loop;
  }

  /** A packet came. */
  void heard() {
    lastHeard = now();
  }

  /** From now on, runs the action when nothing is heard for so long; replaces an earlier alarm. */
  void set(long patienceNanos, Runnable onSilence) {
    stop();
    lastHeard = now();
    watch(patienceNanos, onSilence);
  }

  private void watch(long patience, Runnable onSilence) {
    long left = patience - (now() - lastHeard);
    if (left > 0) {
      next = loop.schedule(() -> watch(patience, onSilence), left, TimeUnit.NANOSECONDS);
    } else {
      onSilence.run();
    }
  }

  void stop() {
    if (next != null) {
      next.cancel(false);
      next = null;
    }
  }

  private long now() {
    return loop.ticker().nanoTime();
  }
}
