package io.margay.edged.internal.sync;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the engine has of a pod at a moment.
 *
 * @param sandboxes newest first
 * @param containers newest first
 */
public record PodView(List<SandboxView> sandboxes, List<ContainerView> containers) {
  public static final PodView NOTHING = new PodView(List.of(), List.of());

  public PodView {
    sandboxes =
        sandboxes.stream()
            .sorted(
                Comparator.comparingInt(SandboxView::attempt)
                    .thenComparing(SandboxView::created)
                    .reversed())
            .toList();
    containers =
        containers.stream()
            .sorted(
                Comparator.comparingInt(ContainerView::attempt)
                    .thenComparing(ContainerView::created)
                    .reversed())
            .toList();
  }

  /** The sandbox that counts, if there is one. */
  @Nullable SandboxView sandbox() {
    return sandboxes.isEmpty() ? null : sandboxes.get(0);
  }

  /** The sandbox that counts, if it is ready. */
  @Nullable SandboxView readySandbox() {
    SandboxView sandbox = sandbox();
    return sandbox != null && sandbox.ready() ? sandbox : null;
  }

  /** The newest container of a name, in whatever sandbox. */
  Optional<ContainerView> newest(String name) {
    return containers.stream().filter(container -> container.name().equals(name)).findFirst();
  }

  /** The newest container of a name in a sandbox. */
  Optional<ContainerView> newest(String name, String sandboxId) {
    return containers.stream()
        .filter(container -> container.name().equals(name))
        .filter(container -> container.sandboxId().equals(sandboxId))
        .findFirst();
  }

  /** The one before the newest of a name. */
  Optional<ContainerView> previous(String name) {
    return containers.stream()
        .filter(container -> container.name().equals(name))
        .skip(1)
        .findFirst();
  }

  List<ContainerView> running() {
    return containers.stream().filter(ContainerView::isRunning).toList();
  }

  boolean isEmpty() {
    return sandboxes.isEmpty() && containers.isEmpty();
  }
}
