package io.margay.cri.internal.translate;

import io.margay.cri.internal.wire.Cri;
import io.margay.edged.engine.Namespaces;
import io.margay.edged.engine.SecurityContext;
import io.margay.edged.engine.SecurityContext.Seccomp;
import java.util.List;

/** Rights and namespaces, which sandboxes and containers say in messages of their own. */
final class SecurityMessages {
  /**
   * What of the kernel no container may see unless it is privileged. Engines behind CRI hide
   * nothing by themselves: the list is the node's to send (procMount {@code Default} of a Pod).
   */
  private static final List<String> MASKED =
      List.of(
          "/proc/asound",
          "/proc/acpi",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/sys/firmware",
          "/sys/devices/virtual/powercap");

  /** What of the kernel no container may change unless it is privileged. */
  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  private SecurityMessages() {}

  static Cri.LinuxSandboxSecurityContext sandbox(SecurityContext security, Namespaces namespaces) {
    Cri.LinuxSandboxSecurityContext.Builder message =
        Cri.LinuxSandboxSecurityContext.newBuilder()
            .setNamespaceOptions(namespaces(namespaces))
            .setReadonlyRootfs(security.readOnlyRoot())
            .addAllSupplementalGroups(security.supplementalGroups())
            .setPrivileged(security.privileged())
            .setSeccomp(seccomp(security.seccomp()));
    if (security.user() != null) {
      message.setRunAsUser(number(security.user()));
    }
    if (security.group() != null) {
      message.setRunAsGroup(number(security.group()));
    }
    return message.build();
  }

  static Cri.LinuxContainerSecurityContext container(
      SecurityContext security, Namespaces namespaces) {
    Cri.LinuxContainerSecurityContext.Builder message =
        Cri.LinuxContainerSecurityContext.newBuilder()
            .setCapabilities(
                Cri.Capability.newBuilder()
                    .addAllAddCapabilities(security.addCapabilities())
                    .addAllDropCapabilities(security.dropCapabilities()))
            .setPrivileged(security.privileged())
            .setNamespaceOptions(namespaces(namespaces))
            .setRunAsUsername(security.userName())
            .setReadonlyRootfs(security.readOnlyRoot())
            .addAllSupplementalGroups(security.supplementalGroups())
            .setNoNewPrivs(security.noNewPrivileges())
            .setSeccomp(seccomp(security.seccomp()));
    if (security.user() != null) {
      message.setRunAsUser(number(security.user()));
    }
    if (security.group() != null) {
      message.setRunAsGroup(number(security.group()));
    }
    if (!security.privileged()) {
      message.addAllMaskedPaths(MASKED).addAllReadonlyPaths(READ_ONLY);
    }
    return message.build();
  }

  private static Cri.NamespaceOption namespaces(Namespaces namespaces) {
    return Cri.NamespaceOption.newBuilder()
        .setNetwork(mode(namespaces.network()))
        .setPid(mode(namespaces.pid()))
        .setIpc(mode(namespaces.ipc()))
        .build();
  }

  private static Cri.NamespaceMode mode(Namespaces.Mode mode) {
    return switch (mode) {
      case POD -> Cri.NamespaceMode.POD;
      case CONTAINER -> Cri.NamespaceMode.CONTAINER;
      case NODE -> Cri.NamespaceMode.NODE;
    };
  }

  private static Cri.SecurityProfile seccomp(Seccomp seccomp) {
    return Cri.SecurityProfile.newBuilder()
        .setProfileType(
            switch (seccomp.kind()) {
              case RUNTIME_DEFAULT -> Cri.SecurityProfile.ProfileType.RuntimeDefault;
              case UNCONFINED -> Cri.SecurityProfile.ProfileType.Unconfined;
              case LOCALHOST -> Cri.SecurityProfile.ProfileType.Localhost;
            })
        .setLocalhostRef(seccomp.localFile())
        .build();
  }

  private static Cri.Int64Value number(long value) {
    return Cri.Int64Value.newBuilder().setValue(value).build();
  }
}
