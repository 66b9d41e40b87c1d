package io.margay.edged.internal.sync;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.PodIdentity;
import io.margay.edged.internal.pod.Pod;
import io.margay.meta.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pod: whenever something may have changed it takes steps until there is nothing left to do but
 * wait.
 *
 * <p>All methods may be called from any thread and do not block.
 */
final class PodActor {
  private static final Logger LOG = LoggerFactory.getLogger(PodActor.class);

  /** More steps than a pod ever takes at once. */
  private static final int MOST_STEPS = 50;

  private static final Duration ENGINE_RETRY = Duration.ofSeconds(1);
  private static final Duration FAILURE_RETRY = Duration.ofSeconds(5);
  private static final Duration STORE_RETRY = Duration.ofSeconds(10);

  private final PodIdentity identity;
  private final PodServices services;
  private final Supplier<Optional<ContainerEngine>> engine;
  private final Consumer<PodActor> forgotten;
  private final Turns turns;
  private final PodLife life;
  private final AtomicBoolean refresh = new AtomicBoolean();
  private volatile PodWish wish;
  private volatile PodView seen = PodView.NOTHING;
  private volatile boolean held;
  private volatile boolean dead;
  private @Nullable Instant alarm;
  private @Nullable String complaint;

  /**
   * @param resource null for what is left of a pod that nobody knows; it is to go
   * @param forgotten is told when nothing of the pod is left
   */
  PodActor(
      PodIdentity identity,
      @Nullable Resource resource,
      PodServices services,
      Supplier<Optional<ContainerEngine>> engine,
      Consumer<PodActor> forgotten) {
    this.identity = identity;
    this.services = services;
    this.engine = engine;
    this.forgotten = forgotten;
    wish = resource == null ? PodWish.ORPHAN : PodWish.of(resource);
    turns = new Turns(services.lanes()::pods, this::turn);
    life = new PodLife(identity, resource, services, this::look);
    refresh.set(resource != null);
  }

  PodIdentity identity() {
    return identity;
  }

  /** The pod as it is wanted, or was when it was wanted last; null when nobody knows. */
  @Nullable Pod pod() {
    return wish.pod();
  }

  boolean isEnding() {
    return wish.ending();
  }

  /** What there was of it at the last look. */
  PodView seen() {
    return seen;
  }

  /** Lets it wait until it is released, because another pod of its name has to go first. */
  void hold(boolean hold) {
    held = hold;
  }

  /** Wants it as a resource says. */
  void want(Resource resource) {
    PodWish now = PodWish.of(resource);
    if (!now.equals(wish)) {
      wish = now;
      life.knowledge().changed();
      refresh.set(true);
    }
    look();
  }

  /** Wants it no more. */
  void unwant() {
    wish = wish.ended();
    look();
  }

  /** Gives it up for good. */
  void giveUp(Verdict verdict) {
    life.knowledge().giveUp(verdict);
    look();
  }

  /** Replaces its containers by new ones, whatever the restart policy. */
  void restart() {
    life.knowledge()
        .replace(seen.containers().stream().map(ContainerView::id).collect(Collectors.toSet()));
    look();
  }

  /** What it refers to has changed. */
  void inputsChanged() {
    refresh.set(true);
    look();
  }

  /** Has it looked at soon. */
  void look() {
    turns.ask();
  }

  private void turn() {
    Optional<ContainerEngine> running = engine.get();
    if (running.isEmpty() || held || dead) {
      return;
    }
    try {
      takeSteps(running.get());
      complaint = null;
    } catch (EngineException.Unavailable e) {
      complain("the engine does not answer, asking again", e);
      services.lanes().later(ENGINE_RETRY, this::look);
    } catch (RuntimeException e) {
      complain("something went wrong, trying again", e);
      services.lanes().later(FAILURE_RETRY, this::look);
    }
  }

  private void takeSteps(ContainerEngine running) {
    for (int i = 0; i < MOST_STEPS; i++) {
      PodLife.Outcome outcome = step(running);
      seen = outcome.view();
      if (outcome.forgotten()) {
        dead = true;
        forgotten.accept(this);
        return;
      }
      if (!outcome.stored()) {
        services.lanes().later(STORE_RETRY, this::look);
      }
      if (outcome.lookAgain() != null) {
        setAlarm(outcome.lookAgain());
      }
      if (!outcome.more()) {
        return;
      }
    }
    services.lanes().later(ENGINE_RETRY, this::look);
  }

  /** What a step that failed was to bring up to date is left to the next one. */
  private PodLife.Outcome step(ContainerEngine running) {
    boolean changed = refresh.getAndSet(false);
    try {
      return life.step(wish, changed, running);
    } catch (RuntimeException e) {
      if (changed) {
        refresh.set(true);
      }
      throw e;
    }
  }

  /** Looks again at a time, unless that will be done before anyway. */
  private void setAlarm(Instant when) {
    Instant now = services.clock().instant();
    if (alarm != null && alarm.isAfter(now) && !when.isBefore(alarm)) {
      return;
    }
    alarm = when;
    services.lanes().later(Duration.between(now, when), this::look);
  }

  private void complain(String what, RuntimeException cause) {
    String said = what + ": " + cause.getMessage();
    if (said.equals(complaint)) {
      return;
    }
    complaint = said;
    if (cause instanceof EngineException) {
      LOG.warn("pod {}/{}: {}", identity.namespace(), identity.name(), said);
    } else {
      LOG.warn("pod {}/{}: {}", identity.namespace(), identity.name(), what, cause);
    }
  }
}
