package io.margay.edged.internal.sync;

import io.margay.edged.engine.Container;
import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.EngineListener;
import io.margay.edged.engine.PodIdentity;
import io.margay.edged.engine.Sandbox;
import io.margay.edged.internal.pod.PodLabels;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices what happens in an engine: by its events if it tells them, else by looking every second.
 * Even with events it looks now and then, in case one was lost.
 */
final class EngineWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EngineWatch.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration LOOK_WITH_EVENTS = Duration.ofSeconds(30);

  private final ContainerEngine engine;
  private final Clock clock;
  private final Listener listener;
  private final Runnable tick;
  private Map<PodIdentity, Set<String>> marks = Map.of();
  private volatile ContainerEngine.@Nullable Subscription events;
  private Instant nextLook = Instant.MIN;
  private Instant nextWatch = Instant.MIN;
  private boolean silent;
  private volatile boolean lookNow = true;
  private volatile boolean ended;
  private volatile boolean closed;

  /** Is told what happened. Must not block. */
  interface Listener {
    /**
     * Something of a pod changed.
     *
     * @param there whether something of it is there
     */
    void changed(PodIdentity pod, boolean there);

    /** The engine answers again, or for the first time. */
    void answers();
  }

  /**
   * @param tick has {@link #tick()} called soon
   */
  EngineWatch(ContainerEngine engine, Clock clock, Listener listener, Runnable tick) {
    this.engine = engine;
    this.tick = tick;
    this.clock = clock;
    this.listener = listener;
  }

  /** Looks if it is time to. Called every second by one thread at a time. */
  void tick() {
    if (closed) {
      return;
    }
    Instant now = clock.instant();
    try {
      if (ended) {
        ended = false;
        events = null;
        lookNow = true;
      }
      if (events == null && !now.isBefore(nextWatch)) {
        subscribe(now);
      }
      if (lookNow || !now.isBefore(nextLook)) {
        lookNow = false;
        look();
        nextLook = now.plus(events == null ? LOOK_EVERY : LOOK_WITH_EVENTS);
      }
      if (silent) {
        LOG.info("the engine answers again");
        silent = false;
        nextWatch = Instant.MIN; // it may be a newer one, which tells events
        listener.answers();
      }
    } catch (EngineException e) {
      if (!silent) {
        LOG.warn("the engine does not answer, asking every second: {}", e.getMessage());
      }
      silent = true;
      lookNow = true;
    }
  }

  private void subscribe(Instant now) {
    try {
      ContainerEngine.Subscription begun =
          engine.watch(
              new EngineListener() {
                @Override
                public void changed(String sandboxId) {
                  told();
                }

                @Override
                public void ended() {
                  ended = true;
                }
              });
      events = begun;
      if (closed) {
        begun.close();
      }
      lookNow = true;
    } catch (EngineException.Unimplemented e) {
      nextWatch = Instant.MAX;
    } catch (EngineException e) {
      nextWatch = now.plus(LOOK_WITH_EVENTS);
      throw e;
    }
  }

  /** One event seldom comes alone: the look is done for all that come until it begins. */
  private void told() {
    if (!lookNow) {
      lookNow = true;
      tick.run();
    }
  }

  private void look() {
    Map<PodIdentity, Set<String>> now = new HashMap<>();
    for (Sandbox sandbox : engine.sandboxes(PodLabels.OURS)) {
      mark(now, sandbox.labels(), sandbox.id() + sandbox.ready());
    }
    for (Container container : engine.containers(PodLabels.OURS)) {
      mark(now, container.labels(), container.id() + container.state());
    }
    Set<PodIdentity> changed = new HashSet<>(now.keySet());
    changed.addAll(marks.keySet());
    changed.removeIf(pod -> now.getOrDefault(pod, Set.of()).equals(marks.get(pod)));
    marks = now;
    changed.forEach(pod -> listener.changed(pod, now.containsKey(pod)));
  }

  private static void mark(
      Map<PodIdentity, Set<String>> marks, Map<String, String> labels, String mark) {
    marks.computeIfAbsent(identity(labels), pod -> new HashSet<>()).add(mark);
  }

  private static PodIdentity identity(Map<String, String> labels) {
    return new PodIdentity(
        labels.getOrDefault(PodLabels.POD_NAMESPACE, ""),
        labels.getOrDefault(PodLabels.POD_NAME, ""),
        labels.getOrDefault(PodLabels.POD_UID, ""));
  }

  @Override
  public void close() {
    closed = true;
    ContainerEngine.Subscription running = events;
    if (running != null) {
      running.close();
    }
  }
}
