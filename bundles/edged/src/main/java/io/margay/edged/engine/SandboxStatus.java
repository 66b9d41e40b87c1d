package io.margay.edged.engine;

import java.util.List;

/**
 * A sandbox with its addresses.
 *
 * @param addresses the first is the pod's; empty with the host's network or when stopped
 */
public record SandboxStatus(Sandbox sandbox, List<String> addresses) {

  public SandboxStatus {
    addresses = List.copyOf(addresses);
  }
}
