package io.margay.edged.engine;

import org.osgi.annotation.versioning.ConsumerType;

/** Is told that something in an engine changed. Must not block. */
@ConsumerType
@FunctionalInterface
public interface EngineListener {

  /**
   * A sandbox or a container began or ended.
   *
   * @param sandboxId empty when the engine does not say which: anything may have changed
   */
  void changed(String sandboxId);

  /** The engine tells no more; look every second, and watch again. Called once at most. */
  default void ended() {}
}
