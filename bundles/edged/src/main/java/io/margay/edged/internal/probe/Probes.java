package io.margay.edged.internal.probe;

import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.Probe;
import io.margay.edged.internal.sync.Health;
import io.margay.edged.internal.sync.Probing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at containers when their probes are due.
 *
 * <p>One thread keeps the time and a few make the calls, each bounded by its probe's timeout. Of
 * one probe no second look begins before the first one has ended, so what waits is bounded by the
 * number of probes; when many containers do not answer, looks come late rather than more threads.
 */
public final class Probes implements Probing, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Probes.class);
  private static final int CALLERS = 16;
  private static final int IDLE_SECONDS = 10;
  private static final int CLOSING_SECONDS = 2;

  private final Calls calls;
  private final Clock clock;
  private final ScheduledThreadPoolExecutor timer;
  private final ThreadPoolExecutor callers;
  private final Object lock = new Object();
  private final Map<String, Followed> byContainer = new HashMap<>();

  public Probes(Calls calls, Clock clock) {
    this.calls = calls;
    this.clock = clock;
    timer = new ScheduledThreadPoolExecutor(1, work -> thread("margay-probe-timer", work));
    timer.setRemoveOnCancelPolicy(true);
    callers =
        new ThreadPoolExecutor(
            CALLERS,
            CALLERS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> thread("margay-probe", work));
    callers.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** A container whose probes look at it. Its health belongs to the lock. */
  private record Followed(
      String podUid, String pod, Probed probed, ContainerHealth health, Runnable changed) {}

  @Override
  public void follow(Pod pod, List<Probed> running, Runnable changed) {
    String uid = pod.identity().uid();
    Set<String> wanted = new HashSet<>();
    synchronized (lock) {
      for (Probed probed : running) {
        wanted.add(probed.id());
        if (!byContainer.containsKey(probed.id())) {
          ContainerHealth health = new ContainerHealth(probed.container(), probed.started());
          Followed followed = new Followed(uid, pod.toString(), probed, health, changed);
          byContainer.put(probed.id(), followed);
          arm(followed);
        }
      }
      byContainer
          .values()
          .removeIf(each -> each.podUid().equals(uid) && !wanted.contains(each.probed().id()));
    }
  }

  @Override
  public void forget(String podUid) {
    synchronized (lock) {
      byContainer.values().removeIf(each -> each.podUid().equals(podUid));
    }
  }

  @Override
  public Health health(String containerId) {
    synchronized (lock) {
      Followed followed = byContainer.get(containerId);
      if (followed == null) {
        return Health.GOOD;
      }
      ContainerHealth health = followed.health();
      return new Health(
          health.started(), health.ready(), health.failed().map(Probes::sentence).orElse(""));
    }
  }

  private static String sentence(ContainerHealth.Failure failure) {
    return "%s probe failed: %s".formatted(word(failure.kind()), failure.message());
  }

  private static String word(ProbeKind kind) {
    String lower = kind.name().toLowerCase(Locale.ROOT);
    return Character.toUpperCase(lower.charAt(0)) + lower.substring(1);
  }

  /** Has the timer look when the next probe is due. Holds the lock. */
  private void arm(Followed followed) {
    followed.health().nextLook().ifPresent(next -> arm(followed, next));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // look() throws nothing
  private void arm(Followed followed, Instant next) {
    long delay = Math.max(0, Duration.between(clock.instant(), next).toMillis());
    try {
      timer.schedule(() -> look(followed), delay, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.debug("no probe any more");
    }
  }

  private boolean isFollowed(Followed followed) {
    return followed.equals(byContainer.get(followed.probed().id()));
  }

  private void look(Followed followed) {
    synchronized (lock) {
      if (isFollowed(followed)) {
        Map<ProbeKind, Probe> due = followed.health().take(clock.instant());
        due.forEach((kind, probe) -> callers.execute(() -> call(followed, kind, probe)));
        arm(followed);
      }
    }
  }

  private void call(Followed followed, ProbeKind kind, Probe probe) {
    Probed probed = followed.probed();
    Outcome outcome;
    try {
      outcome = calls.make(probe.handler(), probed.id(), probed.address(), probe.timeout());
    } catch (RuntimeException e) {
      LOG.warn("a probe of {}/{} could not look", followed.pod(), probed.container().name(), e);
      outcome = Outcome.failure(String.valueOf(e.getMessage()));
    }
    boolean isAnother;
    synchronized (lock) {
      if (!isFollowed(followed)) {
        return;
      }
      isAnother = followed.health().found(kind, outcome, clock.instant());
      arm(followed);
    }
    if (isAnother) {
      LOG.info(
          "{}/{}: {} probe: {}",
          followed.pod(),
          probed.container().name(),
          word(kind),
          outcome.success() ? "succeeded" : "failed: " + outcome.message());
      followed.changed().run();
    }
  }

  /** Ends all threads; calls that are being made are interrupted. */
  @Override
  public void close() {
    synchronized (lock) {
      byContainer.clear();
    }
    timer.shutdownNow();
    callers.shutdownNow();
    try {
      callers.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
