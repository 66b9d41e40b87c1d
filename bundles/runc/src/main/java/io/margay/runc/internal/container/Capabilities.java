package io.margay.runc.internal.container;

import io.margay.edged.engine.SecurityContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The single rights of root that a container has (capabilities(7)): the usual, more, or fewer. */
final class Capabilities {
  private static final List<String> USUAL =
      List.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "MKNOD",
          "NET_BIND_SERVICE",
          "NET_RAW",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");
  private static final List<String> ALL =
      List.of(
          "AUDIT_CONTROL",
          "AUDIT_READ",
          "AUDIT_WRITE",
          "BLOCK_SUSPEND",
          "BPF",
          "CHECKPOINT_RESTORE",
          "CHOWN",
          "DAC_OVERRIDE",
          "DAC_READ_SEARCH",
          "FOWNER",
          "FSETID",
          "IPC_LOCK",
          "IPC_OWNER",
          "KILL",
          "LEASE",
          "LINUX_IMMUTABLE",
          "MAC_ADMIN",
          "MAC_OVERRIDE",
          "MKNOD",
          "NET_ADMIN",
          "NET_BIND_SERVICE",
          "NET_BROADCAST",
          "NET_RAW",
          "PERFMON",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYSLOG",
          "SYS_ADMIN",
          "SYS_BOOT",
          "SYS_CHROOT",
          "SYS_MODULE",
          "SYS_NICE",
          "SYS_PACCT",
          "SYS_PTRACE",
          "SYS_RAWIO",
          "SYS_RESOURCE",
          "SYS_TIME",
          "SYS_TTY_CONFIG",
          "WAKE_ALARM");

  private Capabilities() {}

  /** As the OCI runtime specification writes them: {@code CAP_CHOWN}. */
  static List<String> of(SecurityContext security) {
    Set<String> kept = new LinkedHashSet<>();
    if (security.privileged() || security.addCapabilities().contains("ALL")) {
      kept.addAll(ALL);
    } else if (!security.dropCapabilities().contains("ALL")) {
      kept.addAll(USUAL);
    }
    if (!security.privileged()) {
      security.dropCapabilities().stream().map(Capabilities::bare).forEach(kept::remove);
    }
    security.addCapabilities().stream()
        .map(Capabilities::bare)
        .filter(ALL::contains)
        .forEach(kept::add);
    return kept.stream().map(name -> "CAP_" + name).toList();
  }

  private static String bare(String capability) {
    String upper = capability.toUpperCase(Locale.ROOT);
    return upper.startsWith("CAP_") ? upper.substring("CAP_".length()) : upper;
  }
}
