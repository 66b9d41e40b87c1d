package io.margay.edged.internal.gc;

import io.margay.edged.engine.Container;
import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.ContainerState;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.Image;
import io.margay.edged.engine.ImageDisk;
import io.margay.edged.internal.log.LogRotation;
import io.margay.edged.internal.pod.PodLabels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what keeps an engine's disks tidy, each when it is called: rotates logs, removes what ended,
 * removes images. One thing that cannot be done does not keep the others from being done; it is
 * logged, and tried again the next time. Called by one thread at a time; blocks.
 */
public final class Housekeeper {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);

  private final LogRotation rotation;
  private final ImageGarbage images;
  private final Supplier<Set<String>> pods;
  private final InstantSource clock;

  /**
   * @param pods the uids of the pods that are wanted, or still end
   */
  public Housekeeper(
      LogRotation rotation, ImageGarbage images, Supplier<Set<String>> pods, InstantSource clock) {
    this.rotation = rotation;
    this.images = images;
    this.pods = pods;
    this.clock = clock;
  }

  /** Rotates the logs that are too big; every ten seconds. */
  public void rotateLogs(ContainerEngine engine) {
    for (Container container : engine.containers(PodLabels.OURS)) {
      if (container.state() == ContainerState.RUNNING) {
        try {
          Path log = Path.of(engine.container(container.id()).logPath());
          rotation.look(engine, container.id(), log);
        } catch (EngineException | IOException e) {
          LOG.warn("the log of container {} is not rotated: {}", container.id(), e.getMessage());
        }
      }
    }
  }

  /** Removes ended containers and sandboxes that nobody needs; every minute. */
  public void removeEnded(ContainerEngine engine) {
    ContainerGarbage.Garbage garbage =
        ContainerGarbage.find(
            engine.containers(PodLabels.OURS), engine.sandboxes(PodLabels.OURS), pods.get());
    garbage.containers().forEach(id -> tried("container " + id, () -> removeWithLogs(engine, id)));
    garbage
        .sandboxes()
        .forEach(
            id ->
                tried(
                    "sandbox " + id,
                    () -> {
                      engine.stopSandbox(id);
                      engine.removeSandbox(id);
                    }));
  }

  private static void removeWithLogs(ContainerEngine engine, String id) {
    String log = engine.container(id).logPath();
    engine.removeContainer(id);
    try {
      if (!log.isEmpty()) {
        LogRotation.removeAll(Path.of(log));
      }
    } catch (IOException e) {
      LOG.warn("the logs of container {} stay: {}", id, e.toString());
    }
  }

  /**
   * Removes images while their disk is too full; every five minutes.
   *
   * @return how many were removed
   */
  public int removeImages(ContainerEngine engine) {
    List<Image> all = engine.images().list();
    Set<String> used = used(engine);
    int removed = 0;
    for (ImageDisk disk : engine.images().disks()) {
      try {
        DiskSpace space = DiskSpace.of(Path.of(disk.path()));
        removed += remove(engine, images.find(all, used, space, clock.instant()));
      } catch (IOException e) {
        LOG.warn("how full {} is cannot be told: {}", disk.path(), e.getMessage());
      }
    }
    return removed;
  }

  /**
   * Removes all images that nobody uses and that are not new, while a disk runs out.
   *
   * @return how many were removed
   */
  public int reclaimImages(ContainerEngine engine) {
    return remove(engine, images.findOld(engine.images().list(), used(engine), clock.instant()));
  }

  /**
   * Removes all images that nobody uses, as a person asks for. Callable from any thread.
   *
   * @return those that were removed
   */
  public static List<Image> pruneImages(ContainerEngine engine) {
    List<Image> all = engine.images().list();
    Set<String> used = used(engine);
    return all.stream()
        .filter(image -> ImageGarbage.isUnused(image, used))
        .filter(image -> removed(engine, image.id()))
        .toList();
  }

  /** The ids of images that containers use; those of others on the same engine too. */
  public static Set<String> used(ContainerEngine engine) {
    return engine.containers(Map.of()).stream().map(Container::image).collect(Collectors.toSet());
  }

  private static int remove(ContainerEngine engine, List<String> ids) {
    return (int) ids.stream().filter(id -> removed(engine, id)).count();
  }

  private static boolean removed(ContainerEngine engine, String id) {
    return tried("image " + id, () -> engine.images().remove(id));
  }

  private static boolean tried(String what, Runnable removal) {
    try {
      removal.run();
      LOG.info("removed {}", what);
      return true;
    } catch (EngineException e) {
      LOG.warn("{} cannot be removed: {}", what, e.getMessage());
      return false;
    }
  }
}
