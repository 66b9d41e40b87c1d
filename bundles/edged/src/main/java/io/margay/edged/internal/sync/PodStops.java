package io.margay.edged.internal.sync;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.EngineException;
import io.margay.edged.internal.pod.Handler;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodContainer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops containers with grace: the hook first, then the signal, then the end. The hook's time is
 * taken from the grace, of which the signal has {@link #LEAST} at least.
 */
final class PodStops {
  private static final Logger LOG = LoggerFactory.getLogger(PodStops.class);
  private static final Duration LEAST = Duration.ofSeconds(2);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

  private final PodServices services;
  private final PodKnowledge knowledge;
  private final Runnable look;

  PodStops(PodServices services, PodKnowledge knowledge, Runnable look) {
    this.services = services;
    this.knowledge = knowledge;
    this.look = look;
  }

  /**
   * Begins to stop a container; the pod is looked at again when that is done.
   *
   * @param pod null when nobody knows it any more
   */
  void stop(@Nullable Pod pod, Action.Stop stop, PodView view, ContainerEngine engine) {
    String id = stop.container().id();
    if (!knowledge.stopping(id)) {
      return;
    }
    LOG.info("container {} is stopped: {}", named(pod, stop.container()), stop.why());
    services
        .lanes()
        .stops(
            () -> {
              Duration pause = Duration.ZERO;
              try {
                Duration rest = runHook(pod, stop, address(view), grace(pod, stop));
                engine.stopContainer(id, rest);
              } catch (EngineException e) {
                LOG.warn("container {} is not stopped: {}", id, e.getMessage());
                pause = TRY_AGAIN;
              } finally {
                knowledge.stopped(id);
                services.lanes().later(pause, look);
              }
            });
  }

  private static String named(@Nullable Pod pod, ContainerView container) {
    return pod == null ? container.id() : pod + "/" + container.name();
  }

  private static Duration grace(@Nullable Pod pod, Action.Stop stop) {
    if (stop.grace() != null) {
      return stop.grace();
    }
    return pod == null ? stop.container().grace() : pod.spec().terminationGrace();
  }

  private static String address(PodView view) {
    SandboxView sandbox = view.readySandbox();
    return sandbox == null ? "" : PodHands.first(sandbox.addresses());
  }

  /** Runs the container's hook, if there is one; gives what is left of the grace. */
  private Duration runHook(@Nullable Pod pod, Action.Stop stop, String address, Duration grace) {
    Handler hook =
        pod == null
            ? null
            : pod.spec().container(stop.container().name()).map(PodContainer::preStop).orElse(null);
    if (hook == null || grace.isZero()) {
      return grace;
    }
    Instant began = services.clock().instant();
    String failure = services.hooks().run(hook, stop.container().id(), address, grace);
    if (!failure.isEmpty()) {
      LOG.warn("pod {}: a preStop hook failed: {}", pod, failure);
    }
    Duration rest = grace.minus(Duration.between(began, services.clock().instant()));
    return rest.compareTo(LEAST) < 0 ? LEAST : rest;
  }
}
