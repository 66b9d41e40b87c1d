package io.margay.edged.internal.sync;

import java.time.Instant;
import java.util.List;

/**
 * A sandbox of a pod as it is.
 *
 * @param hash of the pod's spec that it was made from
 * @param addresses empty with the host's network, and when it is not ready
 */
public record SandboxView(
    String id, int attempt, boolean ready, Instant created, String hash, List<String> addresses) {

  public SandboxView {
    addresses = List.copyOf(addresses);
  }
}
