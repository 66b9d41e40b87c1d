package io.margay.edged.internal.pod;

import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceType;

/** The resource types of Kubernetes that this bundle speaks for. */
public final class PodTypes {
  public static final ResourceType POD = new ResourceType("", "v1", "Pod");
  public static final ResourceType CONFIG_MAP = new ResourceType("", "v1", "ConfigMap");
  public static final ResourceType SECRET = new ResourceType("", "v1", "Secret");
  public static final ResourceType NODE = new ResourceType("", "v1", "Node");
  public static final ResourceType LEASE = new ResourceType("coordination.k8s.io", "v1", "Lease");

  private PodTypes() {}

  /** The store's key of a pod. */
  public static ResourceKey pod(String namespace, String name) {
    return new ResourceKey(POD, namespace, name);
  }
}
