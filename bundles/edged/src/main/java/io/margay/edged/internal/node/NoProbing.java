package io.margay.edged.internal.node;

import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.sync.Health;
import io.margay.edged.internal.sync.Probing;
import java.util.List;

/** Takes every container that runs for healthy. */
final class NoProbing implements Probing {
  @Override
  public void follow(Pod pod, List<Probed> running, Runnable changed) {}

  @Override
  public void forget(String podUid) {}

  @Override
  public Health health(String containerId) {
    return Health.GOOD;
  }
}
