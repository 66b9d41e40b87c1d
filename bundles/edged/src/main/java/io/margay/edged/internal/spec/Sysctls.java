package io.margay.edged.internal.spec;

import io.margay.edged.internal.pod.PodSpec;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Lets through the kernel parameters that touch nobody but the pod (kubernetes.io, "Using sysctls
 * in a Kubernetes Cluster", safe sysctls).
 */
final class Sysctls {
  private static final Set<String> SAFE =
      Set.of(
          "kernel.shm_rmid_forced",
          "net.ipv4.ip_local_port_range",
          "net.ipv4.ip_local_reserved_ports",
          "net.ipv4.ip_unprivileged_port_start",
          "net.ipv4.ping_group_range",
          "net.ipv4.tcp_fin_timeout",
          "net.ipv4.tcp_keepalive_intvl",
          "net.ipv4.tcp_keepalive_probes",
          "net.ipv4.tcp_keepalive_time",
          "net.ipv4.tcp_rmem",
          "net.ipv4.tcp_syncookies",
          "net.ipv4.tcp_wmem");

  private final Set<String> allowed;

  /**
   * @param allowed names that the node's owner lets through besides; {@code net.core.*} for all
   *     that begin so
   */
  Sysctls(Set<String> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  /** The pod's parameters, written with dots. */
  Map<String, String> of(PodSpec spec) throws SpecException {
    Map<String, String> sysctls = new TreeMap<>();
    for (Map.Entry<String, String> sysctl : spec.security().sysctls().entrySet()) {
      String name = sysctl.getKey().replace('/', '.');
      if (!SAFE.contains(name) && allowed.stream().noneMatch(each -> matches(each, name))) {
        throw forbidden(name, "a safe sysctl, or one that this node allows");
      }
      if (spec.hostNetwork() && name.startsWith("net.")) {
        throw forbidden(name, "none of the network's, as the pod has the host's network");
      }
      if (spec.hostIpc() && name.startsWith("kernel.")) {
        throw forbidden(name, "none of the kernel's, as the pod has the host's IPC");
      }
      sysctls.put(name, sysctl.getValue());
    }
    return sysctls;
  }

  private static boolean matches(String allowed, String name) {
    return allowed.endsWith("*")
        ? name.startsWith(allowed.substring(0, allowed.length() - 1))
        : allowed.equals(name);
  }

  private static SpecException forbidden(String name, String expected) {
    return new SpecException(
        "spec.securityContext.sysctls: found %s, expected %s".formatted(name, expected));
  }
}
