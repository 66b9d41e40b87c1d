package io.margay.edged.engine;

import java.util.List;
import java.util.Map;

/**
 * A sandbox as it is to be. The metadata and labels come back with {@link Sandbox}.
 *
 * @param attempt counts the sandboxes of one pod, from 0
 * @param hostname empty for the host's own (and always with the host's network)
 * @param logDirectory absolute; the containers' logs lie under it
 * @param cgroupParent path below the cgroup root, {@code /kubepods/burstable/pod…}, or empty
 */
public record SandboxSpec(
    PodIdentity pod,
    int attempt,
    String hostname,
    String logDirectory,
    Dns dns,
    List<PortMapping> ports,
    Map<String, String> labels,
    Map<String, String> annotations,
    String cgroupParent,
    Map<String, String> sysctls,
    Namespaces namespaces,
    SecurityContext security) {

  public SandboxSpec {
    ports = List.copyOf(ports);
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    sysctls = Map.copyOf(sysctls);
  }
}
