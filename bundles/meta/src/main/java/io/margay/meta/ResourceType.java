package io.margay.meta;

import static java.util.Objects.requireNonNull;

/**
 * What sort of thing a resource is.
 *
 * @param group empty for Kubernetes' core group
 */
public record ResourceType(String group, String version, String kind) {

  public ResourceType {
    requireNonNull(group, "group");
    requireNonNull(version, "version");
    requireNonNull(kind, "kind");
  }

  /** The type that {@code apiVersion} ({@code v1}, {@code apps/v1}) and {@code kind} name. */
  public static ResourceType of(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    return slash < 0
        ? new ResourceType("", apiVersion, kind)
        : new ResourceType(apiVersion.substring(0, slash), apiVersion.substring(slash + 1), kind);
  }

  /** {@code group/version}, or {@code version} for the core group. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** {@code group/version Kind}. */
  @Override
  public String toString() {
    return apiVersion() + " " + kind;
  }
}
