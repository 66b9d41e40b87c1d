package io.margay.twin.internal;

/**
 * How often the cloud and the edge have changed one side of a property: KubeEdge's means to see
 * which of two states is the newer one. Programs on the node are not shown it.
 */
public record TwinVersion(long cloud, long edge) {

  /** Nobody has changed it yet. */
  public static final TwinVersion NONE = new TwinVersion(0, 0);

  /** The version after one more change on this node. */
  TwinVersion afterEdge() {
    return new TwinVersion(cloud, edge + 1);
  }
}
