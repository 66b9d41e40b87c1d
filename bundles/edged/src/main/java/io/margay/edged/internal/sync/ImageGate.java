package io.margay.edged.internal.sync;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.Image;
import io.margay.edged.engine.RegistryLogin;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodContainer;
import io.margay.edged.internal.pod.PullPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees that the image of a container is there before it is made.
 *
 * <p>What is always to be fetched is fetched before each start. An edge is often without its
 * registry: when that does not answer and the image is there, the one that is there is taken.
 */
final class ImageGate {
  private static final Logger LOG = LoggerFactory.getLogger(ImageGate.class);

  private final PodServices services;
  private final PodKnowledge knowledge;
  private final Runnable look;

  /** What was fetched for a container that was not made since, by the container's name. */
  private final Map<String, Fetched> fetched = new ConcurrentHashMap<>();

  /** The pod may want another image by the time that this one is here. */
  private record Fetched(String image, String id) {}

  /** The logins that were not enough to fetch an image, by the container's name. */
  private final Map<String, List<RegistryLogin>> refused = new ConcurrentHashMap<>();

  ImageGate(PodServices services, PodKnowledge knowledge, Runnable look) {
    this.services = services;
    this.knowledge = knowledge;
    this.look = look;
  }

  /**
   * The id of a container's image, or nothing when it is being fetched.
   *
   * @throws NotPossibleException when it is not there and must not be fetched
   * @throws EngineException when the engine does not tell
   */
  Optional<String> image(Pod pod, PodContainer container, ContainerEngine engine) {
    Fetched ready = fetched.remove(container.name());
    if (ready != null && ready.image().equals(container.image())) {
      return Optional.of(ready.id());
    }
    if (container.pullPolicy() != PullPolicy.ALWAYS) {
      Optional<Image> here = engine.images().find(container.image());
      if (here.isPresent()) {
        return here.map(Image::id);
      }
      if (container.pullPolicy() == PullPolicy.NEVER) {
        throw new NotPossibleException(
            "ErrImageNeverPull",
            "image \""
                + container.image()
                + "\" is not on this node, and imagePullPolicy is Never");
      }
    }
    if (knowledge.fetching(container.name())) {
      services.lanes().pulls(() -> fetch(pod, container, engine));
    }
    return Optional.empty();
  }

  /** Has those images fetched at once for which there are other logins than when it failed. */
  void inputsChanged(Pod pod) {
    for (PodContainer container : pod.spec().allContainers()) {
      List<RegistryLogin> tried = refused.get(container.name());
      if (tried != null && !tried.equals(services.specs().logins(pod, container.image()))) {
        refused.remove(container.name());
        knowledge.tryAgain(container.name());
      }
    }
  }

  private void fetch(Pod pod, PodContainer container, ContainerEngine engine) {
    List<RegistryLogin> logins = List.of();
    try {
      logins = services.specs().logins(pod, container.image());
      ready(container, pull(container.image(), logins, engine));
      refused.remove(container.name());
    } catch (RuntimeException e) {
      Optional<Image> here = here(container, engine);
      if (here.isPresent()) {
        LOG.warn(
            "pod {}: image {} is not fetched, the one that is here is taken: {}",
            pod,
            container.image(),
            e.getMessage());
        ready(container, here.get().id());
      } else {
        refused.put(container.name(), logins);
        Delay delay =
            knowledge.notFetched(
                container.name(), String.valueOf(e.getMessage()), services.clock().instant());
        LOG.warn(
            "pod {}: image {} is not fetched, trying again at {}: {}",
            pod,
            container.image(),
            delay.until(),
            delay.message());
      }
    } finally {
      knowledge.fetched(container.name());
      look.run();
    }
  }

  private void ready(PodContainer container, String id) {
    fetched.put(container.name(), new Fetched(container.image(), id));
  }

  private static Optional<Image> here(PodContainer container, ContainerEngine engine) {
    try {
      return engine.images().find(container.image());
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Asks with each login until the registry agrees; as anybody when there is none. */
  private static String pull(String image, List<RegistryLogin> logins, ContainerEngine engine) {
    if (logins.isEmpty()) {
      return engine.images().pull(image, null);
    }
    for (int i = 0; ; i++) {
      try {
        return engine.images().pull(image, logins.get(i));
      } catch (EngineException.Failed | EngineException.NotFound e) {
        if (i == logins.size() - 1) {
          throw e;
        }
      }
    }
  }
}
