package io.margay.edged.internal.spec;

import java.util.List;

/**
 * Where a pod and its node are reached.
 *
 * @param pod the pod's addresses; empty before its sandbox runs
 * @param host the node's addresses
 */
public record PodAddresses(List<String> pod, List<String> host) {

  public PodAddresses {
    pod = List.copyOf(pod);
    host = List.copyOf(host);
  }
}
