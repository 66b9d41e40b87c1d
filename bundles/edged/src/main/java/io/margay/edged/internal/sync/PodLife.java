package io.margay.edged.internal.sync;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.PodIdentity;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodContainer;
import io.margay.meta.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one pod's life: look at what there is, decide, do it, say how it stands. Used by one
 * thread at a time, but for {@link #knowledge()}.
 */
final class PodLife {
  private static final Duration VOLUMES_RETRY = Duration.ofMinutes(1);
  private static final Duration UNSURE = Duration.ofSeconds(1);
  private static final Set<String> FINAL_PHASES = Set.of("Succeeded", "Failed");

  private final PodIdentity identity;
  private final PodServices services;
  private final Runnable look;
  private final PodKnowledge knowledge;
  private final PodHands hands;
  private final PodStops stops;
  private final PodObserver observer;
  private final @Nullable StatusKeeper keeper;
  private final Map<String, String> lastWords = new HashMap<>();

  /** When volumes that could not be made new are tried again; null while none is old. */
  private @Nullable Instant volumesDue;

  /** The generation of the pod that had done all it ever will before the node started. */
  private final long finishedGeneration;

  /**
   * What one step came to.
   *
   * @param more whether it is worth another at once
   * @param lookAgain when time alone asks for another; null when it does not
   * @param stored whether the store has the status
   * @param forgotten whether nothing of the pod is left
   */
  record Outcome(
      boolean more, @Nullable Instant lookAgain, boolean stored, boolean forgotten, PodView view) {}

  /**
   * @param resource null for what is left of a pod that nobody knows
   * @param look has the pod looked at again
   */
  PodLife(PodIdentity identity, @Nullable Resource resource, PodServices services, Runnable look) {
    this.identity = identity;
    this.services = services;
    this.look = look;
    observer = new PodObserver(identity.uid(), services.clock());
    Instant now = services.clock().instant();
    if (resource == null) {
      keeper = null;
      knowledge = new PodKnowledge(Map.of(), false, now);
      finishedGeneration = -1;
    } else {
      keeper = new StatusKeeper(services.meta(), resource);
      Map<?, ?> status = keeper.status();
      boolean unchanged =
          status.get("observedGeneration") instanceof Number number
              && number.longValue() == resource.generation();
      knowledge = new PodKnowledge(status, unchanged, now);
      boolean finished = FINAL_PHASES.contains(String.valueOf(status.get("phase")));
      finishedGeneration = unchanged && finished ? resource.generation() : -1;
    }
    hands = new PodHands(services, knowledge, look);
    stops = new PodStops(services, knowledge, look);
  }

  PodKnowledge knowledge() {
    return knowledge;
  }

  /**
   * Looks and does the next things.
   *
   * @param refresh whether what the pod refers to has changed
   * @throws EngineException when the engine does not answer, or refuses what it never should
   */
  Outcome step(PodWish wish, boolean refresh, ContainerEngine engine) {
    Pod pod = wish.pod();
    if (pod != null && wish.refusal() != null && !wish.ending()) {
      return refuse(pod, wish.refusal());
    }
    PodView view = observer.look(engine);
    Set<String> ids = view.containers().stream().map(ContainerView::id).collect(Collectors.toSet());
    knowledge.retain(ids);
    lastWords.keySet().retainAll(ids);
    return wish.ending() || pod == null
        ? end(pod, wish, view, engine)
        : run(pod, view, refresh, engine);
  }

  private Outcome refuse(Pod pod, Waiting why) {
    boolean stored =
        keep(
            PodStatus.refused(
                pod, why.reason(), why.message(), status(), services.clock().instant()));
    return new Outcome(false, null, stored, false, PodView.NOTHING);
  }

  private Outcome run(Pod pod, PodView view, boolean refresh, ContainerEngine engine) {
    if (view.isEmpty() && pod.generation() == finishedGeneration) {
      return new Outcome(false, null, true, false, view);
    }
    if (refresh) {
      knowledge.inputsChanged();
      hands.inputsChanged(pod);
    }
    Instant now = services.clock().instant();
    if (refresh || (volumesDue != null && !now.isBefore(volumesDue))) {
      refreshVolumes(pod, view, now);
    }
    List<Probing.Probed> running = probed(pod, view);
    services.probing().follow(pod, running, look);
    Circumstances circumstances = knowledge.circumstances(health(running));
    Plan plan = PodPlanner.plan(pod, view, circumstances, now);
    boolean stored = keepStatus(pod, view, circumstances, plan, engine);
    boolean more = perform(plan, pod, view, engine);
    Instant unsure = observer.isUnsure() ? now.plus(UNSURE) : null;
    Instant lookAgain = earlier(earlier(plan.lookAgain(), volumesDue), unsure);
    return new Outcome(more, lookAgain, stored, false, view);
  }

  private Outcome end(@Nullable Pod pod, PodWish wish, PodView view, ContainerEngine engine) {
    services.probing().forget(identity.uid());
    Circumstances circumstances = knowledge.circumstances(Map.of());
    Plan plan = PodEnding.plan(pod == null ? null : pod.spec(), view, circumstances, wish.grace());
    boolean stored = pod == null || keepStatus(pod, view, circumstances, plan, engine);
    boolean more = perform(plan, pod, view, engine);
    boolean forgotten = plan.actions().contains(new Action.Forget());
    return new Outcome(more, plan.lookAgain(), stored, forgotten, view);
  }

  /** Brings the volumes up to date; what is missing now was there once and stays as it was. */
  private void refreshVolumes(Pod pod, PodView view, Instant now) {
    volumesDue = null;
    if (view.readySandbox() == null) {
      return;
    }
    try {
      services.volumes().refresh(pod);
    } catch (NotPossibleException e) {
      hands.tellVolumesStale(pod, e);
      volumesDue = now.plus(VOLUMES_RETRY);
    }
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isBefore(one)) ? other : one;
  }

  private List<Probing.Probed> probed(Pod pod, PodView view) {
    SandboxView sandbox = view.readySandbox();
    if (sandbox == null) {
      return List.of();
    }
    List<Probing.Probed> probed = new ArrayList<>();
    for (ContainerView running : view.running()) {
      Optional<PodContainer> wanted = pod.spec().container(running.name());
      if (wanted.isPresent() && running.sandboxId().equals(sandbox.id())) {
        String address =
            pod.spec().hostNetwork()
                ? services.hostAddress().get()
                : PodHands.first(sandbox.addresses());
        Instant started = running.started() == null ? running.created() : running.started();
        probed.add(new Probing.Probed(wanted.get(), running.id(), started, address));
      }
    }
    return probed;
  }

  private Map<String, Health> health(List<Probing.Probed> running) {
    Map<String, Health> health = new HashMap<>();
    running.forEach(probed -> health.put(probed.id(), services.probing().health(probed.id())));
    return health;
  }

  private boolean perform(Plan plan, @Nullable Pod pod, PodView view, ContainerEngine engine) {
    boolean more = false;
    for (Action action : plan.actions()) {
      more |= perform(action, pod, view, engine);
    }
    return more;
  }

  /** Does one thing; gives whether it is done already. */
  private boolean perform(Action action, @Nullable Pod pod, PodView view, ContainerEngine engine) {
    if (action instanceof Action.Stop stop) {
      stops.stop(pod, stop, view, engine);
      return false;
    }
    if (action instanceof Action.Forget) {
      services.volumes().release(identity);
      services.specs().forget(identity);
      return false;
    }
    if (action instanceof Action.StopSandbox stop) {
      engine.stopSandbox(stop.sandboxId());
    } else if (action instanceof Action.RemoveSandbox remove) {
      engine.removeSandbox(remove.sandboxId());
    } else if (action instanceof Action.Remove remove) {
      engine.removeContainer(remove.container().id());
    } else if (action instanceof Action.GiveUp giveUp) {
      knowledge.giveUp(giveUp.verdict());
    } else if (pod != null && action instanceof Action.Resize resize) {
      hands.resize(pod, resize.containers(), engine);
    } else if (pod != null && action instanceof Action.RunSandbox run) {
      hands.runSandbox(pod, run.attempt(), engine);
    } else if (pod != null && action instanceof Action.Start start) {
      hands.start(pod, start, view, engine);
    }
    return true;
  }

  private boolean keepStatus(
      Pod pod, PodView view, Circumstances circumstances, Plan plan, ContainerEngine engine) {
    StatusFacts facts =
        new StatusFacts(
            engine.info().name(), services.hostAddress().get(), id -> lastWord(pod, view, id));
    return keep(
        PodStatus.write(
            pod, view, circumstances, plan, facts, status(), services.clock().instant()));
  }

  private String lastWord(Pod pod, PodView view, String containerId) {
    return lastWords.computeIfAbsent(
        containerId,
        id ->
            view.containers().stream()
                .filter(ended -> ended.id().equals(id))
                .findFirst()
                .flatMap(
                    ended ->
                        pod.spec()
                            .container(ended.name())
                            .map(of -> services.specs().terminationMessage(pod, of, ended)))
                .orElse(""));
  }

  private Map<?, ?> status() {
    return keeper == null ? Map.of() : keeper.status();
  }

  private boolean keep(Map<String, Object> status) {
    return keeper == null || keeper.keep(status);
  }
}
