package io.margay.edged.internal.sync;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.SandboxSpec;
import io.margay.edged.internal.pod.Handler;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodContainer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes and starts what a pod needs. What goes wrong becomes a reason to wait; only an engine that
 * does not answer is an exception.
 */
final class PodHands {
  private static final Logger LOG = LoggerFactory.getLogger(PodHands.class);

  /** How long to wait for what is missing; the store tells when it comes. */
  private static final Duration MISSING = Duration.ofSeconds(20);

  private static final Duration HOOK_TIMEOUT = Duration.ofMinutes(2);

  private final PodServices services;
  private final PodKnowledge knowledge;
  private final ImageGate images;
  private final Runnable look;

  /**
   * @param look has the pod looked at again
   */
  PodHands(PodServices services, PodKnowledge knowledge, Runnable look) {
    this.services = services;
    this.knowledge = knowledge;
    this.look = look;
    images = new ImageGate(services, knowledge, look);
  }

  void runSandbox(Pod pod, int attempt, ContainerEngine engine) {
    Instant now = services.clock().instant();
    try {
      services.volumes().prepare(pod);
      engine.runSandbox(services.specs().sandbox(pod, attempt));
      knowledge.podSucceeded();
    } catch (NotPossibleException e) {
      knowledge.podWaits(e.reason(), e.message(), now.plus(MISSING));
      LOG.info("pod {} waits: {}", pod, e.message());
    } catch (EngineException.Unavailable e) {
      throw e;
    } catch (EngineException e) {
      Delay delay = knowledge.podFailed(message(e), now);
      LOG.warn("pod {}: no sandbox, trying again at {}: {}", pod, delay.until(), delay.message());
    }
  }

  /** What the pod refers to has changed: images may be had now. */
  void inputsChanged(Pod pod) {
    images.inputsChanged(pod);
  }

  /** Says that the volumes of a pod that runs are not as they should be. */
  void tellVolumesStale(Pod pod, NotPossibleException why) {
    LOG.warn("pod {}: its volumes stay as they are: {}", pod, why.message());
  }

  /** Starts a container, or begins to fetch its image. */
  void start(Pod pod, Action.Start start, PodView view, ContainerEngine engine) {
    PodContainer wanted = start.container();
    try {
      Optional<String> image = images.image(pod, wanted, engine);
      if (image.isPresent()) {
        start(pod, start, image.get(), view, engine);
      }
    } catch (NotPossibleException e) {
      knowledge.waits(
          wanted.name(), e.reason(), e.message(), services.clock().instant().plus(MISSING));
      LOG.info("pod {}: container {} waits: {}", pod, wanted.name(), e.message());
    } catch (EngineException.Unavailable e) {
      throw e;
    } catch (EngineException e) {
      failed(pod, wanted, "CreateContainerError", e);
    }
  }

  private void start(
      Pod pod, Action.Start start, String image, PodView view, ContainerEngine engine) {
    PodContainer wanted = start.container();
    SandboxView sandbox = view.sandbox();
    List<String> addresses = sandbox == null ? List.of() : sandbox.addresses();
    SandboxSpec sandboxSpec =
        services.specs().sandbox(pod, sandbox == null ? 0 : sandbox.attempt());
    String id =
        engine.createContainer(
            start.sandboxId(),
            services.specs().container(pod, wanted, start.attempt(), image, addresses),
            sandboxSpec);
    view.newest(wanted.name())
        .filter(ContainerView::hasEnded)
        .ifPresent(ended -> knowledge.restarts(ended, services.clock().instant()));
    try {
      engine.startContainer(id);
      knowledge.succeeded(wanted.name(), start.attempt());
      LOG.info("pod {}: container {} is started", pod, wanted.name());
    } catch (EngineException.Unavailable e) {
      throw e;
    } catch (EngineException e) {
      failed(pod, wanted, "RunContainerError", e);
      return;
    }
    if (wanted.postStart() != null) {
      afterStart(pod, wanted.postStart(), id, addresses);
    }
  }

  /**
   * Changes what running containers may use. The pod's own limits are lifted meanwhile, as the
   * kernel lets no container have more than its pod, in whatever order.
   */
  void resize(Pod pod, List<ContainerView> containers, ContainerEngine engine) {
    try {
      services.specs().loosen(pod);
      for (ContainerView container : containers) {
        engine.updateResources(
            container.id(), services.specs().limits(pod, wanted(pod, container)));
      }
      services.specs().tighten(pod);
      for (ContainerView container : containers) {
        knowledge.resized(container.id(), wanted(pod, container).resources());
        LOG.info("pod {}: container {} has other resources", pod, container.name());
      }
    } catch (EngineException.Unavailable e) {
      throw e;
    } catch (EngineException | NotPossibleException e) {
      Delay delay =
          knowledge.notResized(String.valueOf(e.getMessage()), services.clock().instant());
      LOG.warn(
          "pod {}: its resources stay as they are, trying again at {}: {}",
          pod,
          delay.until(),
          delay.message());
    }
  }

  private static PodContainer wanted(Pod pod, ContainerView container) {
    return pod.spec().container(container.name()).orElseThrow();
  }

  private void afterStart(Pod pod, Handler hook, String id, List<String> addresses) {
    services
        .lanes()
        .slow(
            () -> {
              String failure = services.hooks().run(hook, id, first(addresses), HOOK_TIMEOUT);
              if (!failure.isEmpty()) {
                LOG.warn("pod {}: a postStart hook failed: {}", pod, failure);
                knowledge.hookFailed(id, "FailedPostStartHook: " + failure);
                look.run();
              }
            });
  }

  private void failed(Pod pod, PodContainer wanted, String reason, EngineException e) {
    Delay delay = knowledge.failed(wanted.name(), reason, message(e), services.clock().instant());
    LOG.warn(
        "pod {}: container {} does not start, trying again at {}: {}",
        pod,
        wanted.name(),
        delay.until(),
        delay.message());
  }

  static String first(List<String> addresses) {
    return addresses.isEmpty() ? "" : addresses.get(0);
  }

  static String message(EngineException e) {
    return String.valueOf(e.getMessage());
  }
}
