package io.margay.edged.internal.sync;

import io.margay.edged.engine.Container;
import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.ContainerState;
import io.margay.edged.engine.ContainerStatus;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.Sandbox;
import io.margay.edged.internal.pod.PodLabels;
import io.margay.edged.internal.pod.Resources;
import io.margay.meta.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what an engine has of one pod, and remembers what cannot change: the end of a container
 * that ended, the address of a sandbox that is ready. That the kernel killed a container for its
 * memory an engine may hear a moment after its end. Used by one thread at a time.
 */
final class PodObserver {
  private static final Duration USUAL_GRACE = Duration.ofSeconds(30);

  private static final Duration KERNEL_IS_HEARD = Duration.ofSeconds(10);
  private static final int KILLED = 137;
  private static final String OUT_OF_MEMORY = "OOMKilled";

  private final String uid;
  private final InstantSource clock;
  private Map<String, ContainerView> containers = new HashMap<>();
  private Map<String, SandboxView> sandboxes = new HashMap<>();

  PodObserver(String uid, InstantSource clock) {
    this.uid = uid;
    this.clock = clock;
  }

  /**
   * Looks now.
   *
   * @throws EngineException when the engine does not tell
   */
  PodView look(ContainerEngine engine) {
    Map<String, String> labels = PodLabels.of(uid);
    Map<String, SandboxView> seenSandboxes = new HashMap<>();
    for (Sandbox sandbox : engine.sandboxes(labels)) {
      seenSandboxes.put(sandbox.id(), view(engine, sandbox));
    }
    Map<String, ContainerView> seen = new HashMap<>();
    for (Container container : engine.containers(labels)) {
      ContainerView view = view(engine, container);
      if (view != null) {
        seen.put(container.id(), view);
      }
    }
    sandboxes = seenSandboxes;
    containers = seen;
    return new PodView(new ArrayList<>(sandboxes.values()), new ArrayList<>(containers.values()));
  }

  private SandboxView view(ContainerEngine engine, Sandbox sandbox) {
    SandboxView known = sandboxes.get(sandbox.id());
    if (known != null && known.ready() == sandbox.ready()) {
      return known;
    }
    return new SandboxView(
        sandbox.id(),
        sandbox.attempt(),
        sandbox.ready(),
        sandbox.created(),
        sandbox.annotations().getOrDefault(PodLabels.HASH, ""),
        sandbox.ready() ? addresses(engine, sandbox.id()) : List.of());
  }

  private static List<String> addresses(ContainerEngine engine, String sandboxId) {
    try {
      return engine.sandbox(sandboxId).addresses();
    } catch (EngineException.NotFound e) {
      return List.of();
    }
  }

  private @Nullable ContainerView view(ContainerEngine engine, Container container) {
    ContainerView known = containers.get(container.id());
    if (known != null
        && known.state() == container.state()
        && container.state() != ContainerState.UNKNOWN
        && !mayBecomeOutOfMemory(known)) {
      return known;
    }
    try {
      return view(engine.container(container.id()));
    } catch (EngineException.NotFound e) {
      return null;
    }
  }

  /** Whether the engine may soon say something else of what has ended. */
  boolean isUnsure() {
    return containers.values().stream().anyMatch(this::mayBecomeOutOfMemory);
  }

  private boolean mayBecomeOutOfMemory(ContainerView known) {
    return known.finished() != null
        && known.exitCode() == KILLED
        && !known.reason().equals(OUT_OF_MEMORY)
        && clock.instant().isBefore(known.finished().plus(KERNEL_IS_HEARD));
  }

  private static ContainerView view(ContainerStatus status) {
    Container container = status.container();
    return new ContainerView(
        container.id(),
        container.sandboxId(),
        container.labels().getOrDefault(PodLabels.CONTAINER_NAME, container.name()),
        attempt(container),
        container.state(),
        container.image(),
        container.annotations().getOrDefault(PodLabels.HASH, ""),
        resources(container.annotations()),
        grace(container.annotations()),
        container.created(),
        known(status.started()),
        container.state() == ContainerState.RUNNING ? null : known(status.finished()),
        status.exitCode(),
        status.reason(),
        status.message());
  }

  private static @Nullable Instant known(@Nullable Instant time) {
    return time == null || time.getEpochSecond() <= 0 ? null : time;
  }

  private static int attempt(Container container) {
    return (int) number(container.annotations().get(PodLabels.RESTART_COUNT), container.attempt());
  }

  private static Resources resources(Map<String, String> annotations) {
    try {
      return Resources.read(JsonText.read(annotations.getOrDefault(PodLabels.RESOURCES, "{}")));
    } catch (IllegalArgumentException e) {
      return Resources.NONE;
    }
  }

  private static Duration grace(Map<String, String> annotations) {
    return Duration.ofSeconds(
        number(annotations.get(PodLabels.TERMINATION_GRACE), USUAL_GRACE.toSeconds()));
  }

  private static long number(@Nullable String text, long missing) {
    try {
      return text == null ? missing : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return missing;
    }
  }
}
