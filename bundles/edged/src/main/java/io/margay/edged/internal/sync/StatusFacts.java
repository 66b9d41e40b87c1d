package io.margay.edged.internal.sync;

import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a pod's status says that is no matter of the pod: where it runs, and how the engine calls
 * things.
 *
 * @param engine as it stands before {@code ://} in a container's id
 * @param hostAddress of the node; empty when it has none
 * @param terminationMessage what the container of an id left as its last word; empty mostly
 */
record StatusFacts(String engine, String hostAddress, UnaryOperator<String> terminationMessage) {

  /** A container's id as the status writes it. */
  String containerId(ContainerView container) {
    return engine + "://" + container.id();
  }

  static StatusFacts of(String engine, String hostAddress, Map<String, String> messages) {
    return new StatusFacts(engine, hostAddress, id -> messages.getOrDefault(id, ""));
  }
}
