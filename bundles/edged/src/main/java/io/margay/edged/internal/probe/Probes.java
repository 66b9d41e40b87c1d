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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
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

  /** A container whose probes look at it. All of it that changes belongs to the lock. */
  private static final class Followed {
    private final String podUid;
    private final String pod;
    private final ContainerHealth health;
    private final Runnable changed;
    private Probed probed;

    /** The one alarm that waits for the next look; null before the first. */
    private @Nullable ScheduledFuture<?> alarm;

    private Instant alarmAt = Instant.MIN;

    Followed(Pod pod, Probed probed, Runnable changed) {
      this.podUid = pod.identity().uid();
      this.pod = pod.toString();
      this.probed = probed;
      this.changed = changed;
      health = new ContainerHealth(probed.container(), probed.started());
    }

    boolean hasAlarmBy(Instant time) {
      return alarm != null && !alarm.isDone() && !alarmAt.isAfter(time);
    }

    void endAlarm() {
      if (alarm != null) {
        alarm.cancel(false);
      }
    }

    boolean hasProbesOf(Probed other) {
      return Objects.equals(probed.container().startup(), other.container().startup())
          && Objects.equals(probed.container().liveness(), other.container().liveness())
          && Objects.equals(probed.container().readiness(), other.container().readiness());
    }
  }

  @Override
  public void follow(Pod pod, List<Probed> running, Runnable changed) {
    Set<String> wanted = new HashSet<>();
    synchronized (lock) {
      for (Probed probed : running) {
        wanted.add(probed.id());
        Followed known = byContainer.get(probed.id());
        if (known != null && known.hasProbesOf(probed)) {
          known.probed = probed;
          continue;
        }
        if (known != null) {
          known.endAlarm();
        }
        Followed followed = new Followed(pod, probed, changed);
        byContainer.put(probed.id(), followed);
        arm(followed);
      }
      drop(each -> isOf(each, pod.identity().uid()) && !wanted.contains(each.probed.id()));
    }
  }

  @Override
  public void forget(String podUid) {
    synchronized (lock) {
      drop(each -> isOf(each, podUid));
    }
  }

  private static boolean isOf(Followed followed, String podUid) {
    return followed.podUid.equals(podUid);
  }

  private void drop(Predicate<Followed> unwanted) {
    byContainer
        .values()
        .removeIf(
            each -> {
              boolean goes = unwanted.test(each);
              if (goes) {
                each.endAlarm();
              }
              return goes;
            });
  }

  @Override
  public Health health(String containerId) {
    synchronized (lock) {
      Followed followed = byContainer.get(containerId);
      if (followed == null) {
        return Health.GOOD;
      }
      ContainerHealth health = followed.health;
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

  /** Has the timer look when the next probe is due, once. Holds the lock. */
  private void arm(Followed followed) {
    Instant next = followed.health.nextLook().orElse(null);
    if (next == null || followed.hasAlarmBy(next)) {
      return;
    }
    followed.endAlarm();
    long delay = Math.max(0, Duration.between(clock.instant(), next).toMillis());
    try {
      followed.alarm = timer.schedule(() -> look(followed), delay, TimeUnit.MILLISECONDS);
      followed.alarmAt = next;
    } catch (RejectedExecutionException closed) {
      LOG.debug("no probe any more");
    }
  }

  /** How many alarms wait. */
  int alarms() {
    return timer.getQueue().size();
  }

  private boolean isFollowed(Followed followed) {
    return followed.equals(byContainer.get(followed.probed.id()));
  }

  private void look(Followed followed) {
    synchronized (lock) {
      if (isFollowed(followed)) {
        followed.alarm = null;
        Probed probed = followed.probed;
        Map<ProbeKind, Probe> due = followed.health.take(clock.instant());
        due.forEach((kind, probe) -> callers.execute(() -> call(followed, probed, kind, probe)));
        arm(followed);
      }
    }
  }

  private void call(Followed followed, Probed probed, ProbeKind kind, Probe probe) {
    Outcome outcome;
    try {
      outcome = calls.make(probe.handler(), probed.id(), probed.address(), probe.timeout());
    } catch (RuntimeException e) {
      LOG.warn("a probe of {}/{} could not look", followed.pod, probed.container().name(), e);
      outcome = Outcome.failure(String.valueOf(e.getMessage()));
    }
    boolean isAnother;
    synchronized (lock) {
      if (!isFollowed(followed)) {
        return;
      }
      isAnother = followed.health.found(kind, outcome, clock.instant());
      arm(followed);
    }
    if (isAnother) {
      LOG.info(
          "{}/{}: {} probe: {}",
          followed.pod,
          probed.container().name(),
          word(kind),
          outcome.success() ? "succeeded" : "failed: " + outcome.message());
      followed.changed.run();
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
      timer.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
      callers.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
