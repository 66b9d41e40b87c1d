package io.margay.runc.internal.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The filter for {@code seccompProfile: RuntimeDefault}: everything but the system calls that
 * change the machine itself, which no ordinary program makes.
 */
final class SystemCalls {
  private static final List<String> REFUSED =
      List.of(
          "acct",
          "add_key",
          "bpf",
          "clock_adjtime",
          "clock_settime",
          "create_module",
          "delete_module",
          "fanotify_init",
          "finit_module",
          "fsconfig",
          "fsmount",
          "fsopen",
          "fspick",
          "get_kernel_syms",
          "get_mempolicy",
          "init_module",
          "io_uring_enter",
          "io_uring_register",
          "io_uring_setup",
          "ioperm",
          "iopl",
          "kcmp",
          "kexec_file_load",
          "kexec_load",
          "keyctl",
          "lookup_dcookie",
          "mbind",
          "mount",
          "mount_setattr",
          "move_mount",
          "move_pages",
          "name_to_handle_at",
          "nfsservctl",
          "open_by_handle_at",
          "open_tree",
          "perf_event_open",
          "personality",
          "pivot_root",
          "process_vm_readv",
          "process_vm_writev",
          "ptrace",
          "query_module",
          "quotactl",
          "quotactl_fd",
          "reboot",
          "request_key",
          "set_mempolicy",
          "set_mempolicy_home_node",
          "setns",
          "settimeofday",
          "stime",
          "swapoff",
          "swapon",
          "sysfs",
          "syslog",
          "umount",
          "umount2",
          "unshare",
          "uselib",
          "userfaultfd",
          "ustat",
          "vm86",
          "vm86old");

  /** ENOSYS (errno(3)). */
  private static final int NO_SUCH_CALL = 38;

  /** The flags of clone(2) for new namespaces: mount, cgroup, uts, ipc, user, pid, network. */
  private static final List<Long> NEW_NAMESPACES =
      List.of(
          0x0002_0000L,
          0x0200_0000L,
          0x0400_0000L,
          0x0800_0000L,
          0x1000_0000L,
          0x2000_0000L,
          0x4000_0000L);

  private SystemCalls() {}

  /**
   * As the OCI runtime specification writes it: {@code linux.seccomp}. What {@code unshare} would
   * do is refused to {@code clone} too; of {@code clone3} the filter cannot see what is asked for,
   * so programs are told that there is none, and use {@code clone}.
   */
  static Map<String, Object> usualFilter() {
    List<Map<String, Object>> rules = new ArrayList<>();
    rules.add(Map.of("names", REFUSED, "action", "SCMP_ACT_ERRNO"));
    rules.add(
        Map.of("names", List.of("clone3"), "action", "SCMP_ACT_ERRNO", "errnoRet", NO_SUCH_CALL));
    for (long namespace : NEW_NAMESPACES) {
      Map<String, Object> isAsked =
          Map.of("index", 0, "value", namespace, "valueTwo", namespace, "op", "SCMP_CMP_MASKED_EQ");
      rules.add(
          Map.of("names", List.of("clone"), "action", "SCMP_ACT_ERRNO", "args", List.of(isAsked)));
    }
    return Map.of("defaultAction", "SCMP_ACT_ALLOW", "syscalls", rules);
  }
}
