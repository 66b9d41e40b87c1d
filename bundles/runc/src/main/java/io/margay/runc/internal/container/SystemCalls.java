package io.margay.runc.internal.container;

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
          "finit_module",
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
          "reboot",
          "request_key",
          "set_mempolicy",
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

  private SystemCalls() {}

  /** As the OCI runtime specification writes it: {@code linux.seccomp}. */
  static Map<String, Object> usualFilter() {
    return Map.of(
        "defaultAction",
        "SCMP_ACT_ALLOW",
        "syscalls",
        List.of(Map.of("names", REFUSED, "action", "SCMP_ACT_ERRNO")));
  }
}
