package io.margay.edged.internal.node;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.EngineHealth;
import io.margay.edged.engine.EngineHealth.Condition;
import io.margay.edged.internal.gc.Signal;
import java.util.Optional;
import java.util.Set;

/**
 * How the machine is as a node: whether pods can run, and what is short (kubernetes.io, "Node
 * Status", "Conditions").
 */
record NodeConditions(
    Condition ready, boolean memoryPressure, boolean diskPressure, boolean pidPressure) {
  private static final int LEAST_PID_PERCENT = 10;

  /**
   * @param shortOf what runs out on the machine
   */
  static NodeConditions of(Machine machine, Set<Signal> shortOf, Optional<ContainerEngine> engine) {
    long pids = machine.mostProcesses();
    return new NodeConditions(
        ready(engine),
        shortOf.contains(Signal.MEMORY),
        shortOf.contains(Signal.NODE_DISK) || shortOf.contains(Signal.IMAGE_DISK),
        pids > 0 && (pids - machine.processes()) * 100 / pids < LEAST_PID_PERCENT);
  }

  private static Condition ready(Optional<ContainerEngine> engine) {
    if (engine.isEmpty()) {
      return new Condition(
          false, "NoContainerEngine", "no container engine on this machine: no pods run here");
    }
    try {
      EngineHealth health = engine.get().health();
      if (health.ready()) {
        return new Condition(true, "EdgedReady", "edged runs pods");
      }
      Condition bad = health.runtime().ready() ? health.network() : health.runtime();
      return new Condition(false, bad.reason(), bad.message());
    } catch (EngineException e) {
      return new Condition(false, "EngineDoesNotAnswer", String.valueOf(e.getMessage()));
    }
  }
}
