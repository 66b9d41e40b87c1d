package io.margay.edged.internal.sync;

import io.margay.edged.engine.ContainerState;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodContainer;
import io.margay.edged.internal.pod.PodSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to do next for a pod that is wanted: a pure function of the pod, what there is of it
 * and what the time is.
 *
 * <ul>
 *   <li>A sandbox that is gone, or was made from another spec, is replaced once nothing runs in it;
 *       init containers then run again.
 *   <li>A container that was made from another definition is stopped and replaced, whatever the
 *       restart policy; so is one whose startup or liveness probe failed, if the policy allows.
 *   <li>A container whose resources alone are others is given them while it runs, unless it says
 *       that it does not bear that, or loses a limit; then it is replaced.
 *   <li>Init containers run one after the other; sidecars among them let the next one begin once
 *       they are started, and run as long as the pod.
 *   <li>What ended is started again as the policy says, after a delay that doubles from 10 s to 5
 *       minutes; one that ran for 10 minutes starts at once.
 *   <li>A pod that has nothing more to do keeps its ended containers, without sandbox network.
 * </ul>
 */
final class PodPlanner {
  /** A container that ran for so long has recovered. */
  static final Duration RECOVERED = Duration.ofMinutes(10);

  private final Pod pod;
  private final PodSpec spec;
  private final PodView view;
  private final Circumstances circumstances;
  private final Instant now;
  private final Fate fate;
  private final PlanBuilder plan = new PlanBuilder();

  private PodPlanner(Pod pod, PodView view, Circumstances circumstances, Instant now) {
    this.pod = pod;
    this.view = view;
    this.circumstances = circumstances;
    this.now = now;
    spec = pod.spec();
    fate = new Fate(spec.restartPolicy(), circumstances);
  }

  static Plan plan(Pod pod, PodView view, Circumstances circumstances, Instant now) {
    return new PodPlanner(pod, view, circumstances, now).plan();
  }

  private Plan plan() {
    if (circumstances.verdict() != null) {
      return rest("the pod is given up: " + circumstances.verdict().message());
    }
    if (isOver()) {
      return rest("the pod is done");
    }
    if (spec.activeDeadline() != null) {
      Instant deadline = circumstances.started().plus(spec.activeDeadline());
      if (!now.isBefore(deadline)) {
        plan.act(
            new Action.GiveUp(
                new Verdict(
                    "DeadlineExceeded", "Pod was active on the node longer than the deadline")));
        return plan.build(false);
      }
      plan.lookAgain(deadline);
    }
    stopOldSandboxes();
    SandboxView sandbox = view.sandbox();
    if (sandbox == null || !sandbox.ready() || !sandbox.hash().equals(spec.hash())) {
      replaceSandbox(sandbox);
    } else {
      stopWhatMustNotRun(sandbox);
      startWhatShouldRun(sandbox);
    }
    return plan.build(false);
  }

  /** Whether all containers, or an init container that nothing can help, are over for good. */
  private boolean isOver() {
    boolean hopeless =
        spec.initContainers().stream()
            .filter(init -> !init.sidecar())
            .anyMatch(
                init ->
                    view.newest(init.name()).filter(it -> fate.isHopeless(init, it)).isPresent());
    return hopeless
        || spec.containers().stream()
            .allMatch(
                wanted ->
                    view.newest(wanted.name()).filter(it -> fate.isOver(wanted, it)).isPresent());
  }

  /** Stops all that runs, then the sandbox; the ended containers stay for their logs. */
  private Plan rest(String why) {
    List<ContainerView> running = view.running();
    PodEnding.stop(running, spec, circumstances, why, null, plan);
    if (running.isEmpty()) {
      view.sandboxes().stream()
          .filter(SandboxView::ready)
          .forEach(sandbox -> plan.act(new Action.StopSandbox(sandbox.id())));
    }
    return plan.build(running.isEmpty() && !plan.hasActions());
  }

  private void stopOldSandboxes() {
    view.sandboxes().stream()
        .skip(1)
        .filter(SandboxView::ready)
        .forEach(sandbox -> plan.act(new Action.StopSandbox(sandbox.id())));
  }

  private void replaceSandbox(@Nullable SandboxView old) {
    spec.initContainers().forEach(init -> plan.waits(init.name(), Waiting.INITIALIZING));
    spec.containers().forEach(wanted -> plan.waits(wanted.name(), creatingOrInitializing()));
    List<ContainerView> running = view.running();
    if (!running.isEmpty()) {
      String why = "the pod's sandbox is " + (old != null && old.ready() ? "changed" : "gone");
      PodEnding.stop(running, spec, circumstances, why, null, plan);
      return;
    }
    if (old != null && old.ready()) {
      plan.act(new Action.StopSandbox(old.id()));
      return;
    }
    Delay delay = circumstances.podDelay();
    if (delay != null && now.isBefore(delay.until())) {
      plan.lookAgain(delay.until());
      Waiting why = new Waiting(delay.reason(), delay.message());
      spec.containers().forEach(wanted -> plan.waits(wanted.name(), why));
      return;
    }
    if (old == null) {
      plan.act(new Action.RunSandbox(0));
    } else {
      // One that died by itself holds its address and the host's ports until it is stopped.
      plan.act(new Action.StopSandbox(old.id()));
      plan.act(new Action.RunSandbox(old.attempt() + 1));
    }
  }

  private Waiting creatingOrInitializing() {
    return spec.initContainers().isEmpty() ? Waiting.CREATING : Waiting.INITIALIZING;
  }

  private void stopWhatMustNotRun(SandboxView sandbox) {
    List<ContainerView> resizing = new ArrayList<>();
    for (ContainerView running : view.running()) {
      Optional<PodContainer> wanted = spec.container(running.name());
      if (!running.sandboxId().equals(sandbox.id())) {
        stop(running, "its sandbox is replaced", null);
      } else if (wanted.isEmpty()) {
        stop(running, "the pod does not want it any more", null);
      } else if (fate.isReplaced(wanted.get(), running)) {
        stop(running, "it is to be replaced", null);
      } else if (!circumstances.health(running).failed().isEmpty()) {
        String why = circumstances.health(running).failed();
        stop(running, why, probeGrace(wanted.get(), running));
      } else if (!circumstances.resources(running).equals(wanted.get().resources())
          && !circumstances.stopping().contains(running.id())) {
        resizing.add(running);
      }
    }
    resize(resizing);
  }

  private void resize(List<ContainerView> containers) {
    Delay delay = circumstances.resizeDelay();
    if (containers.isEmpty()) {
      return;
    }
    if (delay != null && now.isBefore(delay.until())) {
      plan.lookAgain(delay.until());
    } else {
      plan.act(new Action.Resize(containers));
    }
  }

  private @Nullable Duration probeGrace(PodContainer wanted, ContainerView running) {
    boolean starting = !circumstances.health(running).started();
    if (starting && wanted.startup() != null) {
      return wanted.startup().terminationGrace();
    }
    return wanted.liveness() == null ? null : wanted.liveness().terminationGrace();
  }

  private void stop(ContainerView container, String why, @Nullable Duration grace) {
    if (!circumstances.stopping().contains(container.id())) {
      plan.act(new Action.Stop(container, why, grace));
    }
  }

  private void startWhatShouldRun(SandboxView sandbox) {
    boolean initialized = isInitialized(sandbox);
    boolean initializing = false;
    for (PodContainer init : spec.initContainers()) {
      if (initializing) {
        plan.waits(init.name(), Waiting.INITIALIZING);
      } else if (init.sidecar()) {
        initializing = !letSidecarRun(init, sandbox) && !initialized;
      } else if (!initialized) {
        initializing = !isDone(init, sandbox);
      }
    }
    for (PodContainer wanted : spec.containers()) {
      if (initializing) {
        plan.waits(wanted.name(), Waiting.INITIALIZING);
      } else if (!isOverHere(wanted)) {
        run(wanted, sandbox);
      }
    }
    if (!initializing) {
      for (PodContainer wanted : spec.ephemeralContainers()) {
        if (view.newest(wanted.name()).isEmpty()) {
          start(wanted, sandbox, 0);
        }
      }
    }
  }

  private boolean isOverHere(PodContainer wanted) {
    return view.newest(wanted.name()).filter(it -> fate.isOver(wanted, it)).isPresent();
  }

  /** The init containers are done for good once one of the others was made in the sandbox. */
  private boolean isInitialized(SandboxView sandbox) {
    return spec.containers().stream()
        .anyMatch(wanted -> view.newest(wanted.name(), sandbox.id()).isPresent());
  }

  /** Sees that a sidecar runs; says whether it is started, so that the next one may begin. */
  private boolean letSidecarRun(PodContainer sidecar, SandboxView sandbox) {
    run(sidecar, sandbox);
    return view.newest(sidecar.name(), sandbox.id())
        .filter(ContainerView::isRunning)
        .map(running -> circumstances.health(running).started())
        .orElse(false);
  }

  /** Sees that an init container runs to its end; says whether it is done. */
  private boolean isDone(PodContainer init, SandboxView sandbox) {
    Optional<ContainerView> here = view.newest(init.name(), sandbox.id());
    if (here.isPresent() && here.get().succeeded() && !fate.isReplaced(init, here.get())) {
      return true;
    }
    run(init, sandbox);
    return false;
  }

  /** Sees that a container runs in the sandbox, unless it has to wait. */
  private void run(PodContainer wanted, SandboxView sandbox) {
    Optional<ContainerView> here = view.newest(wanted.name(), sandbox.id());
    if (here.isPresent() && here.get().isRunning()) {
      return;
    }
    if (here.isPresent() && here.get().state() == ContainerState.CREATED) {
      plan.act(new Action.Remove(here.get()));
      start(wanted, sandbox, here.get().attempt());
      return;
    }
    if (here.isPresent() && isCrashing(wanted, here.get())) {
      return;
    }
    start(wanted, sandbox, nextAttempt(wanted));
  }

  /** Whether a container that ended has to wait before it is started again. */
  private boolean isCrashing(PodContainer wanted, ContainerView ended) {
    Duration delay = circumstances.crashDelays().getOrDefault(wanted.name(), Duration.ZERO);
    Instant finished = ended.finished() == null ? ended.created() : ended.finished();
    Instant until = finished.plus(delay);
    if (!now.isBefore(until)
        || ended.lifetime().compareTo(RECOVERED) >= 0
        || fate.isReplaced(wanted, ended)) {
      return false;
    }
    plan.lookAgain(until);
    plan.waits(
        wanted.name(),
        new Waiting(
            "CrashLoopBackOff",
            "back-off "
                + delay.toSeconds()
                + "s restarting failed container="
                + wanted.name()
                + " pod="
                + pod));
    return true;
  }

  private int nextAttempt(PodContainer wanted) {
    int told = circumstances.restartCounts().getOrDefault(wanted.name(), -1);
    return Math.max(told, view.newest(wanted.name()).map(ContainerView::attempt).orElse(-1)) + 1;
  }

  private void start(PodContainer wanted, SandboxView sandbox, int attempt) {
    if (circumstances.busy().contains(wanted.name())) {
      plan.waits(wanted.name(), Waiting.CREATING);
      return;
    }
    Delay delay = circumstances.delays().get(wanted.name());
    if (delay != null && now.isBefore(delay.until())) {
      plan.lookAgain(delay.until());
      plan.waits(wanted.name(), new Waiting(delay.reason(), delay.message()));
      return;
    }
    plan.waits(wanted.name(), Waiting.CREATING);
    plan.act(new Action.Start(wanted, attempt, sandbox.id()));
  }
}
