package io.margay.edged.internal.probe;

import io.margay.edged.internal.pod.Handler;
import io.margay.edged.internal.sync.Hooks;
import java.time.Duration;

/** Runs hooks by the same calls as probes. */
public final class HookCalls implements Hooks {
  private final Calls calls;

  public HookCalls(Calls calls) {
    this.calls = calls;
  }

  @Override
  public String run(Handler hook, String containerId, String address, Duration timeout) {
    Outcome outcome = calls.make(hook, containerId, address, timeout);
    return outcome.success()
        ? ""
        : outcome.message().isEmpty() ? "the hook failed" : outcome.message();
  }
}
