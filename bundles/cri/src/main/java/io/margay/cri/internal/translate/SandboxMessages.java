package io.margay.cri.internal.translate;

import io.margay.cri.internal.wire.Cri;
import io.margay.edged.engine.Dns;
import io.margay.edged.engine.Namespaces;
import io.margay.edged.engine.PodIdentity;
import io.margay.edged.engine.PortMapping;
import io.margay.edged.engine.Sandbox;
import io.margay.edged.engine.SandboxSpec;
import io.margay.edged.engine.SandboxStatus;
import java.util.ArrayList;
import java.util.List;

/** Sandboxes as CRI says them. */
public final class SandboxMessages {
  private SandboxMessages() {}

  /**
   * A sandbox that is to be. With the host's network it has neither a name nor ports of its own:
   * engines fail to set a host name there.
   */
  public static Cri.PodSandboxConfig config(SandboxSpec spec) {
    Cri.PodSandboxConfig.Builder message =
        Cri.PodSandboxConfig.newBuilder()
            .setMetadata(
                Cri.PodSandboxMetadata.newBuilder()
                    .setName(spec.pod().name())
                    .setUid(spec.pod().uid())
                    .setNamespace(spec.pod().namespace())
                    .setAttempt(spec.attempt()))
            .setLogDirectory(spec.logDirectory())
            .putAllLabels(spec.labels())
            .putAllAnnotations(spec.annotations())
            .setLinux(
                Cri.LinuxPodSandboxConfig.newBuilder()
                    .setCgroupParent(spec.cgroupParent())
                    .setSecurityContext(
                        SecurityMessages.sandbox(spec.security(), spec.namespaces()))
                    .putAllSysctls(spec.sysctls()));
    if (spec.namespaces().network() != Namespaces.Mode.NODE) {
      message.setHostname(spec.hostname());
      spec.ports().forEach(port -> message.addPortMappings(port(port)));
    }
    if (!spec.dns().equals(Dns.HOST)) {
      message.setDnsConfig(dns(spec.dns()));
    }
    return message.build();
  }

  /** A sandbox of a list. */
  public static Sandbox sandbox(Cri.PodSandbox message) {
    return new Sandbox(
        message.getId(),
        pod(message.getMetadata()),
        message.getMetadata().getAttempt(),
        message.getState() == Cri.PodSandboxState.SANDBOX_READY,
        Times.at(message.getCreatedAt()),
        message.getLabelsMap(),
        message.getAnnotationsMap());
  }

  /** A sandbox with its addresses. */
  public static SandboxStatus status(Cri.PodSandboxStatus message) {
    return new SandboxStatus(
        new Sandbox(
            message.getId(),
            pod(message.getMetadata()),
            message.getMetadata().getAttempt(),
            message.getState() == Cri.PodSandboxState.SANDBOX_READY,
            Times.at(message.getCreatedAt()),
            message.getLabelsMap(),
            message.getAnnotationsMap()),
        addresses(message.getNetwork()));
  }

  private static PodIdentity pod(Cri.PodSandboxMetadata metadata) {
    return new PodIdentity(metadata.getNamespace(), metadata.getName(), metadata.getUid());
  }

  private static List<String> addresses(Cri.PodSandboxNetworkStatus network) {
    List<String> addresses = new ArrayList<>();
    if (!network.getIp().isEmpty()) {
      addresses.add(network.getIp());
    }
    network.getAdditionalIpsList().forEach(other -> addresses.add(other.getIp()));
    return addresses;
  }

  private static Cri.PortMapping port(PortMapping port) {
    return Cri.PortMapping.newBuilder()
        .setProtocol(
            switch (port.protocol()) {
              case TCP -> Cri.Protocol.TCP;
              case UDP -> Cri.Protocol.UDP;
              case SCTP -> Cri.Protocol.SCTP;
            })
        .setContainerPort(port.containerPort())
        .setHostPort(port.hostPort())
        .setHostIp(port.hostAddress())
        .build();
  }

  private static Cri.DNSConfig dns(Dns dns) {
    return Cri.DNSConfig.newBuilder()
        .addAllServers(dns.servers())
        .addAllSearches(dns.searches())
        .addAllOptions(dns.options())
        .build();
  }
}
