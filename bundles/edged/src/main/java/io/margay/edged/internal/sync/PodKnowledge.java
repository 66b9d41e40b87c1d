package io.margay.edged.internal.sync;

import io.margay.edged.internal.pod.Resources;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the node remembers of a pod while it runs. What must outlive the node stands in the pod's
 * status and is taken from there: the start, the counts of restarts, changed resources, that it was
 * given up. Guarded by itself, as fetching and stopping go on on other threads.
 */
final class PodKnowledge {
  private static final Set<String> GIVEN_UP = Set.of("Evicted", "DeadlineExceeded");

  private final Instant started;
  private final Map<String, Integer> restartCounts = new HashMap<>();
  private final Set<String> busy = new HashSet<>();
  private final Set<String> stopping = new HashSet<>();
  private final Set<String> restarts = new HashSet<>();
  private final Map<String, String> hookFailures = new HashMap<>();
  private final Map<String, Delay> delays = new HashMap<>();
  private final Map<String, Resources> resized = new HashMap<>();
  private final BackOffs crashes = new BackOffs();
  private final BackOffs failures = new BackOffs();
  private @Nullable Delay podDelay;
  private @Nullable Delay resizeDelay;
  private @Nullable Verdict verdict;

  /**
   * @param status the pod's status as it was found
   * @param unchanged whether the status was written of the pod as it is wanted now
   */
  PodKnowledge(Map<?, ?> status, boolean unchanged, Instant now) {
    started = time(status.get("startTime"), now);
    ContainerStatuses.byName(status)
        .forEach(
            (name, container) -> {
              if (container.get("restartCount") instanceof Number count
                  && container.get("containerID") != null) {
                restartCounts.put(name, count.intValue());
              }
              String id = String.valueOf(container.get("containerID"));
              if (container.get("resources") instanceof Map<?, ?> resources) {
                resized.put(id.substring(id.indexOf("://") + 3), Resources.read(resources));
              }
            });
    if (unchanged
        && "Failed".equals(status.get("phase"))
        && status.get("reason") instanceof String reason
        && GIVEN_UP.contains(reason)) {
      verdict = new Verdict(reason, String.valueOf(status.get("message")));
    }
  }

  private static Instant time(@Nullable Object text, Instant missing) {
    try {
      return text == null ? missing : Instant.parse(text.toString());
    } catch (DateTimeException e) {
      return missing;
    }
  }

  synchronized Circumstances circumstances(Map<String, Health> health) {
    Map<String, Health> all = new HashMap<>(health);
    hookFailures.forEach((id, why) -> all.put(id, new Health(true, false, why)));
    return new Circumstances(
        started,
        busy,
        stopping,
        all,
        crashes.delays(),
        delays,
        podDelay,
        restartCounts,
        resized,
        resizeDelay,
        restarts,
        verdict);
  }

  /** The pod is wanted in another form: what was decided of the old one counts no more. */
  synchronized void changed() {
    verdict = null;
    podDelay = null;
    resizeDelay = null;
    delays.clear();
  }

  synchronized void giveUp(Verdict why) {
    verdict = why;
  }

  /** Begins to fetch; false when it is being done. */
  synchronized boolean fetching(String container) {
    return busy.add(container);
  }

  synchronized void fetched(String container) {
    busy.remove(container);
  }

  /** Begins to stop; false when it is being done. */
  synchronized boolean stopping(String containerId) {
    return stopping.add(containerId);
  }

  synchronized void stopped(String containerId) {
    stopping.remove(containerId);
  }

  synchronized void replace(Set<String> containerIds) {
    restarts.addAll(containerIds);
  }

  synchronized void hookFailed(String containerId, String why) {
    hookFailures.put(containerId, why);
  }

  /** Something of a container went wrong; it is not tried for a while. */
  synchronized Delay failed(String container, String reason, String message, Instant now) {
    Duration wait = failures.failed(container + "/" + reason, now);
    Delay delay = new Delay(now.plus(wait), reason, message);
    delays.put(container, delay);
    return delay;
  }

  /**
   * An image could not be fetched; it is not tried for a while. The first failure has a word of its
   * own, as those who watch a pod come up look for it.
   */
  synchronized Delay notFetched(String container, String message, Instant now) {
    Duration wait = failures.failed(container + "/image", now);
    String reason = wait.equals(BackOffs.FIRST) ? "ErrImagePull" : "ImagePullBackOff";
    Delay delay = new Delay(now.plus(wait), reason, message);
    delays.put(container, delay);
    return delay;
  }

  /** A container waits for something that may come any moment. */
  synchronized void waits(String container, String reason, String message, Instant until) {
    delays.put(container, new Delay(until, reason, message));
  }

  /** A container was made: what went wrong before is past. */
  synchronized void succeeded(String container, int attempt) {
    delays.remove(container);
    restartCounts.merge(container, attempt, Math::max);
  }

  /** A container is started again after its end. */
  synchronized void restarts(ContainerView ended, Instant now) {
    if (ended.lifetime().compareTo(PodPlanner.RECOVERED) >= 0) {
      crashes.forget(ended.name());
    }
    crashes.failed(ended.name(), now);
  }

  /** A running container has other resources now. */
  synchronized void resized(String containerId, Resources resources) {
    resized.put(containerId, resources);
    resizeDelay = null;
  }

  /** Resources could not be changed. */
  synchronized Delay notResized(String message, Instant now) {
    Delay delay = new Delay(now.plus(failures.failed("/resize", now)), "Error", message);
    resizeDelay = delay;
    return delay;
  }

  /** The sandbox could not be made. */
  synchronized Delay podFailed(String message, Instant now) {
    Delay delay = new Delay(now.plus(failures.failed("/", now)), "ContainerCreating", message);
    podDelay = delay;
    return delay;
  }

  /** What the sandbox needs is missing; it may come any moment. */
  synchronized void podWaits(String reason, String message, Instant until) {
    podDelay = new Delay(until, reason, message);
  }

  synchronized void podSucceeded() {
    podDelay = null;
    failures.forget("/");
  }

  /** What the pod refers to has changed: try again at once. */
  synchronized void inputsChanged() {
    podDelay = null;
    delays.values().removeIf(delay -> delay.reason().endsWith("ConfigError"));
  }

  /** What went wrong with a container may go right now. */
  synchronized void tryAgain(String container) {
    delays.remove(container);
  }

  /** Forgets what concerns containers that are no more. */
  synchronized void retain(Set<String> containerIds) {
    restarts.retainAll(containerIds);
    hookFailures.keySet().retainAll(containerIds);
    resized.keySet().retainAll(containerIds);
  }
}
