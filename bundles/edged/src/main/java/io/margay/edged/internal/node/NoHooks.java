package io.margay.edged.internal.node;

import io.margay.edged.internal.pod.Handler;
import io.margay.edged.internal.sync.Hooks;
import java.time.Duration;

/** Runs no hooks. */
final class NoHooks implements Hooks {
  @Override
  public String run(Handler hook, String containerId, String address, Duration timeout) {
    return "";
  }
}
