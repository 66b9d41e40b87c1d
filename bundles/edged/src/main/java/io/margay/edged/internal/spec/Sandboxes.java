package io.margay.edged.internal.spec;

import io.margay.edged.engine.Namespaces;
import io.margay.edged.engine.Namespaces.Mode;
import io.margay.edged.engine.PortMapping;
import io.margay.edged.engine.SandboxSpec;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodLabels;
import io.margay.edged.internal.pod.PodSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Says what a pod's sandbox is to be. */
public final class Sandboxes {
  private final NameServers names;
  private final Rights rights;
  private final String domain;
  private final Path logs;
  private final CgroupPaths cgroups;
  private final Sysctls sysctls;

  /**
   * @param logs the folder of all pods' logs
   * @param domain {@code cluster.local}, for example
   * @param sysctls names that the node's owner lets through besides the safe ones
   */
  public Sandboxes(
      NameServers names,
      Rights rights,
      CgroupPaths cgroups,
      Path logs,
      String domain,
      Set<String> sysctls) {
    this.names = names;
    this.rights = rights;
    this.cgroups = cgroups;
    this.logs = logs;
    this.domain = domain;
    this.sysctls = new Sysctls(sysctls);
  }

  /**
   * The sandbox of a pod.
   *
   * @throws SpecException naming the field that this node does not grant
   */
  public SandboxSpec of(Pod pod, int attempt) throws SpecException {
    PodSpec spec = pod.spec();
    return new SandboxSpec(
        pod.identity(),
        attempt,
        spec.hostNetwork() ? "" : Hostname.ofKernel(pod, domain),
        logFolder(pod).toString(),
        names.of(pod),
        spec.hostNetwork() ? List.of() : ports(spec),
        PodLabels.sandbox(pod),
        PodLabels.sandboxAnnotations(pod),
        "/" + cgroups.of(pod),
        sysctls.of(spec),
        namespaces(spec),
        rights.sandbox(pod));
  }

  /** Where a pod's logs lie: {@code namespace_name_uid}, where log collectors look for them. */
  public Path logFolder(Pod pod) {
    return logs.resolve(
        String.join("_", pod.identity().namespace(), pod.identity().name(), pod.identity().uid()));
  }

  /** The namespaces of a pod and of its containers. */
  static Namespaces namespaces(PodSpec spec) {
    return new Namespaces(
        spec.hostNetwork() ? Mode.NODE : Mode.POD,
        spec.hostPid() ? Mode.NODE : spec.sharedProcesses() ? Mode.POD : Mode.CONTAINER,
        spec.hostIpc() ? Mode.NODE : Mode.POD);
  }

  private static List<PortMapping> ports(PodSpec spec) {
    return Stream.concat(spec.initContainers().stream(), spec.containers().stream())
        .flatMap(container -> container.ports().stream())
        .filter(port -> port.hostPort() > 0)
        .map(
            port ->
                new PortMapping(
                    port.protocol(), port.containerPort(), port.hostPort(), port.hostAddress()))
        .distinct()
        .toList();
  }
}
