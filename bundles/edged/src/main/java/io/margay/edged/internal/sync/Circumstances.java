package io.margay.edged.internal.sync;

import io.margay.edged.internal.pod.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a pod besides what the engine has of it.
 *
 * @param started when the pod was accepted
 * @param busy names of containers whose image is being fetched
 * @param stopping ids of containers that are being stopped
 * @param health by container id, of those that run and have probes
 * @param crashDelays how long each container waits after its end, by name
 * @param delays what is not tried before a time, by the name of the container
 * @param podDelay why the sandbox is not tried before a time
 * @param restartCounts what the status said last, by the name of the container
 * @param resized the resources that running containers were given since they were made, by id
 * @param resizeDelay why no resources are changed before a time
 * @param restarts ids of containers that a person wants to be replaced
 * @param verdict why the pod is given up
 */
public record Circumstances(
    Instant started,
    Set<String> busy,
    Set<String> stopping,
    Map<String, Health> health,
    Map<String, Duration> crashDelays,
    Map<String, Delay> delays,
    @Nullable Delay podDelay,
    Map<String, Integer> restartCounts,
    Map<String, Resources> resized,
    @Nullable Delay resizeDelay,
    Set<String> restarts,
    @Nullable Verdict verdict) {

  public Circumstances {
    busy = Set.copyOf(busy);
    stopping = Set.copyOf(stopping);
    health = Map.copyOf(health);
    crashDelays = Map.copyOf(crashDelays);
    delays = Map.copyOf(delays);
    restartCounts = Map.copyOf(restartCounts);
    resized = Map.copyOf(resized);
    restarts = Set.copyOf(restarts);
  }

  /** Nothing is known but when the pod came. */
  public static Circumstances fresh(Instant started) {
    return new Circumstances(
        started, Set.of(), Set.of(), Map.of(), Map.of(), Map.of(), null, Map.of(), Map.of(), null,
        Set.of(), null);
  }

  /** What a container may use now. */
  Resources resources(ContainerView container) {
    return resized.getOrDefault(container.id(), container.resources());
  }

  Health health(ContainerView container) {
    return health.getOrDefault(container.id(), Health.GOOD);
  }
}
