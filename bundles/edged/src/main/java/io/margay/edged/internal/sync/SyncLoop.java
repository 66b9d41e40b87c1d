package io.margay.edged.internal.sync;

import io.margay.edged.engine.PodIdentity;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodTypes;
import io.margay.meta.Change;
import io.margay.meta.MetaException;
import io.margay.meta.Precondition;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the pods of the store and the sandboxes of the engine together: one actor for each pod
 * that is wanted or still there.
 *
 * <p>What runs when the node starts is known again by its labels. What runs and is not wanted is
 * stopped, but not before the store has told all that is wanted.
 */
public final class SyncLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SyncLoop.class);
  private static final Duration TICK = Duration.ofSeconds(1);

  private final PodServices services;
  private final Engines engines;
  private final String nodeName;
  private final Object lock = new Object();
  private final Map<String, PodActor> actors = new HashMap<>();
  private final Map<ResourceKey, String> wanted = new HashMap<>();
  private final Map<ResourceKey, String> refused = new HashMap<>();
  private final List<Following> following = new ArrayList<>();
  private final Turns ticks;
  private boolean storeTold;
  private @Nullable EngineWatch watch;
  private @Nullable Runnable deaf;

  public SyncLoop(PodServices services, Engines engines, String nodeName) {
    this.services = services;
    this.engines = engines;
    this.nodeName = nodeName;
    ticks = new Turns(services.lanes()::pods, this::tick);
  }

  public void start() {
    deaf = engines.listen(this::engineChanged);
    follow(PodTypes.POD, new Pods());
    follow(PodTypes.CONFIG_MAP, new Inputs());
    follow(PodTypes.SECRET, new Inputs());
    engineChanged();
    services.lanes().every(TICK, ticks::ask);
  }

  private void follow(ResourceType type, Following.Reader reader) {
    Following one = new Following(services.meta(), type, services.lanes(), reader);
    following.add(one);
    one.start();
  }

  /** The pods of the store, as it tells them. */
  private final class Pods implements Following.Reader {
    @Override
    public void is(Resource resource) {
      podIs(resource);
    }

    @Override
    public void was(Resource last) {
      podWas(last.key());
    }

    @Override
    public void complete(Set<ResourceKey> there) {
      List<ResourceKey> gone;
      synchronized (lock) {
        gone = wanted.keySet().stream().filter(key -> !there.contains(key)).toList();
        storeTold = true;
      }
      gone.forEach(SyncLoop.this::podWas);
      ticks.ask();
    }
  }

  /** ConfigMaps and Secrets: whoever may refer to one is looked at. */
  private final class Inputs implements Following.Reader {
    @Override
    public void is(Resource resource) {
      changed(resource.key().namespace());
    }

    @Override
    public void was(Resource last) {
      changed(last.key().namespace());
    }

    private void changed(String namespace) {
      all().stream()
          .filter(actor -> actor.identity().namespace().equals(namespace))
          .forEach(PodActor::inputsChanged);
    }
  }

  private void podIs(Resource resource) {
    PodWish wish = PodWish.of(resource);
    Pod pod = wish.pod();
    if (pod == null || isElsewhere(pod)) {
      podWas(resource.key());
      return;
    }
    PodIdentity identity = pod.identity();
    synchronized (lock) {
      PodActor other = actors.get(identity.uid());
      refused.remove(resource.key());
      if (other != null && !other.identity().equals(identity)) {
        refused.put(resource.key(), identity.uid());
        services.lanes().pods(() -> refuse(resource, pod, other.identity()));
        return;
      }
      String before = wanted.put(resource.key(), identity.uid());
      if (before != null && !before.equals(identity.uid())) {
        unwant(before);
      }
      PodActor actor = actors.get(identity.uid());
      if (actor == null) {
        actor = new PodActor(identity, resource, services, engines::current, this::forgotten);
        actors.put(identity.uid(), actor);
        actor.hold(predecessor(actor) != null);
      }
      actor.want(resource);
    }
  }

  /** Two pods of one uid, as copied YAML has it, would be taken for one. */
  private void refuse(Resource resource, Pod pod, PodIdentity other) {
    String message =
        "metadata.uid: found that of pod %s/%s, expected one of its own, or none"
            .formatted(other.namespace(), other.name());
    StatusKeeper keeper = new StatusKeeper(services.meta(), resource);
    keeper.keep(
        PodStatus.refused(pod, "Invalid", message, keeper.status(), services.clock().instant()));
  }

  private boolean isElsewhere(Pod pod) {
    String node = pod.spec().nodeName();
    return !node.isEmpty() && !node.equals(nodeName);
  }

  private void podWas(ResourceKey key) {
    synchronized (lock) {
      refused.remove(key);
      String uid = wanted.remove(key);
      if (uid != null) {
        unwant(uid);
      }
    }
  }

  private void unwant(String uid) {
    PodActor actor = actors.get(uid);
    if (actor != null) {
      actor.hold(false);
      actor.unwant();
    }
  }

  /** A pod of the same name that has to go before this one may come. */
  private @Nullable PodActor predecessor(PodActor actor) {
    for (PodActor other : actors.values()) {
      if (other != actor && other.isEnding() && sameName(other, actor)) {
        return other;
      }
    }
    return null;
  }

  private static boolean sameName(PodActor one, PodActor other) {
    return one.identity().namespace().equals(other.identity().namespace())
        && one.identity().name().equals(other.identity().name());
  }

  private void forgotten(PodActor gone) {
    LOG.info("pod {}/{} is gone", gone.identity().namespace(), gone.identity().name());
    List<ResourceKey> waiting;
    synchronized (lock) {
      actors.remove(gone.identity().uid());
      waiting =
          refused.keySet().stream()
              .filter(key -> gone.identity().uid().equals(refused.get(key)))
              .toList();
      for (PodActor actor : actors.values()) {
        if (!actor.isEnding() && sameName(actor, gone)) {
          actor.hold(predecessor(actor) != null);
          actor.look();
        }
      }
    }
    waiting.forEach(key -> services.meta().get(key).ifPresent(this::podIs));
    Pod pod = gone.pod();
    if (pod == null) {
      return;
    }
    if (pod.deletion() != null) {
      removeFromStore(pod);
    } else if (!gone.isEnding()) {
      services.meta().get(key(pod)).ifPresent(this::podIs);
    }
  }

  /** The owner asked for the end by the pod's deletionTimestamp: now it may really go. */
  private void removeFromStore(Pod pod) {
    try {
      Optional<Resource> there = services.meta().get(key(pod));
      if (there.isPresent() && isOf(pod, there.get())) {
        services
            .meta()
            .apply(
                new Change.Delete(
                    key(pod), there.get().owner(), Precondition.unchanged(there.get())));
      }
    } catch (MetaException e) {
      LOG.warn("pod {} ended, but stays in the store: {}", pod, e.getMessage());
      services.lanes().later(Duration.ofSeconds(10), () -> removeFromStore(pod));
    }
  }

  private static ResourceKey key(Pod pod) {
    return PodTypes.pod(pod.identity().namespace(), pod.identity().name());
  }

  private static boolean isOf(Pod pod, Resource resource) {
    Pod now = PodWish.of(resource).pod();
    return now != null && now.identity().equals(pod.identity());
  }

  private void engineChanged() {
    EngineWatch before;
    synchronized (lock) {
      before = watch;
      watch =
          engines
              .current()
              .map(engine -> new EngineWatch(engine, services.clock(), new Told(), ticks::ask))
              .orElse(null);
    }
    if (before != null) {
      before.close();
    }
    lookAtAll();
    ticks.ask();
  }

  /** What the engine tells. */
  private final class Told implements EngineWatch.Listener {
    @Override
    public void changed(PodIdentity pod, boolean there) {
      PodActor actor;
      synchronized (lock) {
        actor = actors.get(pod.uid());
        if (actor == null && there) {
          LOG.info("pod {}/{} runs and is not wanted", pod.namespace(), pod.name());
          actor = new PodActor(pod, null, services, engines::current, SyncLoop.this::forgotten);
          actors.put(pod.uid(), actor);
        }
      }
      if (actor != null) {
        actor.look();
      }
    }

    @Override
    public void answers() {
      lookAtAll();
    }
  }

  private void tick() {
    EngineWatch running;
    synchronized (lock) {
      running = storeTold ? watch : null;
    }
    if (running != null) {
      running.tick();
    }
  }

  /** Has every pod looked at soon. */
  public void lookAtAll() {
    all().forEach(PodActor::look);
  }

  private List<PodActor> all() {
    synchronized (lock) {
      return List.copyOf(actors.values());
    }
  }

  private Optional<PodActor> named(String namespace, String name) {
    return all().stream()
        .filter(actor -> !actor.isEnding())
        .filter(actor -> actor.identity().namespace().equals(namespace))
        .filter(actor -> actor.identity().name().equals(name))
        .findFirst();
  }

  /** A pod as it is wanted and as it is. */
  public record Snapshot(Pod pod, PodView view) {}

  /** All pods that are wanted. */
  public List<Snapshot> pods() {
    return all().stream()
        .filter(actor -> !actor.isEnding())
        .flatMap(
            actor ->
                Optional.ofNullable(actor.pod())
                    .map(pod -> new Snapshot(pod, actor.seen()))
                    .stream())
        .toList();
  }

  /** Uids of all pods that are wanted or still there: what belongs to others is nobody's. */
  public Set<String> uids() {
    synchronized (lock) {
      return Set.copyOf(actors.keySet());
    }
  }

  /** The same, when it is certain that these are all: the store and the engine have told. */
  public Optional<Set<String>> allUids() {
    synchronized (lock) {
      return storeTold && watch != null && watch.hasLooked()
          ? Optional.of(Set.copyOf(actors.keySet()))
          : Optional.empty();
    }
  }

  /**
   * Replaces the containers of a pod by new ones.
   *
   * @return whether there is such a pod
   */
  public boolean restart(String namespace, String name) {
    Optional<PodActor> actor = named(namespace, name);
    actor.ifPresent(PodActor::restart);
    return actor.isPresent();
  }

  /** Gives a pod up for good; its containers are stopped. */
  public void giveUp(String uid, Verdict verdict) {
    PodActor actor;
    synchronized (lock) {
      actor = actors.get(uid);
    }
    if (actor != null) {
      actor.giveUp(verdict);
    }
  }

  /** Stops looking; the pods go on. */
  @Override
  public void close() {
    if (deaf != null) {
      deaf.run();
    }
    following.forEach(Following::close);
    EngineWatch running;
    synchronized (lock) {
      running = watch;
      watch = null;
    }
    if (running != null) {
      running.close();
    }
  }
}
