package io.margay.runc.internal.container;

import io.margay.edged.engine.ContainerSpec;
import io.margay.edged.engine.EnvironmentVariable;
import io.margay.edged.engine.LinuxResources;
import io.margay.edged.engine.Mount;
import io.margay.edged.engine.SandboxSpec;
import io.margay.edged.engine.SecurityContext;
import io.margay.runc.internal.image.ImageConfig;
import io.margay.runc.internal.sandbox.Sandboxes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes down a container as runc and crun read it (OCI runtime specification 1.0, {@code
 * config.json}). Pure: the same input gives the same object.
 */
final class OciConfig {
  private static final List<String> MASKED =
      List.of(
          "/proc/acpi",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/scsi",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/proc/sched_debug",
          "/sys/firmware");
  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  private final ContainerSpec spec;
  private final SandboxSpec sandbox;
  private final ImageConfig image;
  private final OciUser user;
  private final Sandboxes.SharedFiles shared;

  OciConfig(
      ContainerSpec spec,
      SandboxSpec sandbox,
      ImageConfig image,
      OciUser user,
      Sandboxes.SharedFiles shared) {
    this.spec = spec;
    this.sandbox = sandbox;
    this.image = image;
    this.user = user;
    this.shared = shared;
  }

  /**
   * The whole object.
   *
   * @param cgroup path below the cgroup root
   * @param lowestOomScore the node may not let a process be spared more than this
   */
  Map<String, Object> toJson(Path root, String cgroup, int lowestOomScore) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ociVersion", "1.0.2");
    json.put("process", process(lowestOomScore));
    json.put("root", Map.of("path", root.toString(), "readonly", spec.security().readOnlyRoot()));
    json.put("mounts", mounts());
    json.put("linux", linux(cgroup));
    return json;
  }

  /** The program with its arguments: the pod's, else the image's. */
  List<String> arguments() {
    List<String> all = new ArrayList<>();
    if (!spec.command().isEmpty()) {
      all.addAll(spec.command());
      all.addAll(spec.args());
    } else {
      all.addAll(image.entrypoint());
      all.addAll(spec.args().isEmpty() ? image.command() : spec.args());
    }
    return all;
  }

  private Map<String, Object> process(int lowestOomScore) {
    Map<String, Object> process = new LinkedHashMap<>();
    process.put("terminal", spec.tty());
    process.put(
        "user", Map.of("uid", user.user(), "gid", user.group(), "additionalGids", user.groups()));
    process.put("args", arguments());
    process.put("env", environment());
    String directory =
        spec.workingDirectory().isEmpty() ? image.workingDirectory() : spec.workingDirectory();
    process.put("cwd", directory.isEmpty() ? "/" : directory);
    process.put("noNewPrivileges", spec.security().noNewPrivileges());
    process.put("oomScoreAdj", Math.max(lowestOomScore, spec.resources().oomScoreAdjust()));
    List<String> capabilities = Capabilities.of(spec.security());
    Map<String, Object> sets = new LinkedHashMap<>();
    for (String set : List.of("bounding", "effective", "permitted")) {
      sets.put(set, user.user() == 0 || set.equals("bounding") ? capabilities : List.of());
    }
    process.put("capabilities", sets);
    return process;
  }

  private List<String> environment() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    for (String variable : image.environment()) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        all.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    for (EnvironmentVariable variable : spec.environment()) {
      all.put(variable.name(), variable.value());
    }
    return all.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  private List<Map<String, Object>> mounts() {
    boolean privileged = spec.security().privileged();
    String sys = privileged ? "rw" : "ro";
    List<Map<String, Object>> mounts = new ArrayList<>();
    mounts.add(mount("/proc", "proc", "proc", "nosuid", "noexec", "nodev"));
    mounts.add(mount("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"));
    mounts.add(
        mount(
            "/dev/pts",
            "devpts",
            "devpts",
            "nosuid",
            "noexec",
            "newinstance",
            "ptmxmode=0666",
            "mode=0620",
            "gid=5"));
    mounts.add(mount("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"));
    mounts.add(
        shared.network().isPresent()
            ? mount("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", sys)
            : mount("/sys", "bind", "/sys", "rbind", "nosuid", "noexec", "nodev", sys));
    mounts.add(
        mount("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", sys));
    mounts.add(
        mount(
            "/dev/shm",
            "bind",
            shared.sharedMemory().map(Path::toString).orElse("/dev/shm"),
            "rbind",
            "rw"));
    mounts.add(mount("/etc/resolv.conf", "bind", shared.resolvConf().toString(), "rbind", "ro"));
    for (Mount mount : spec.mounts()) {
      mounts.add(
          mount(
              mount.containerPath(),
              "bind",
              mount.hostPath(),
              "rbind",
              mount.readOnly() ? "ro" : "rw",
              switch (mount.propagation()) {
                case PRIVATE -> "rprivate";
                case HOST_TO_CONTAINER -> "rslave";
                case BIDIRECTIONAL -> "rshared";
              }));
    }
    return mounts;
  }

  private static Map<String, Object> mount(
      String destination, String type, String source, String... options) {
    Map<String, Object> mount = new LinkedHashMap<>();
    mount.put("destination", destination);
    mount.put("type", type);
    mount.put("source", source);
    mount.put("options", List.of(options));
    return mount;
  }

  private Map<String, Object> linux(String cgroup) {
    Map<String, Object> linux = new LinkedHashMap<>();
    linux.put("cgroupsPath", cgroup);
    linux.put("resources", resources());
    linux.put("namespaces", namespaces());
    if (!sandbox.sysctls().isEmpty()) {
      linux.put("sysctl", sandbox.sysctls());
    }
    if (!spec.security().privileged()) {
      linux.put("maskedPaths", MASKED);
      linux.put("readonlyPaths", READ_ONLY);
      if (spec.security().seccomp().equals(SecurityContext.Seccomp.RUNTIME_DEFAULT)) {
        linux.put("seccomp", SystemCalls.usualFilter());
      }
    }
    linux.put("devices", DeviceFiles.of(spec));
    return linux;
  }

  private Map<String, Object> resources() {
    Map<String, Object> all = limits(spec.resources());
    all.put("devices", DeviceFiles.rules(spec));
    return all;
  }

  /** Limits as {@code runc update} takes them too. */
  static Map<String, Object> limits(LinuxResources resources) {
    Map<String, Object> cpu = new LinkedHashMap<>();
    putPositive(cpu, "shares", resources.cpuShares());
    putPositive(cpu, "quota", resources.cpuQuotaMicros());
    putPositive(cpu, "period", resources.cpuPeriodMicros());
    Map<String, Object> memory = new LinkedHashMap<>();
    putPositive(memory, "limit", resources.memoryLimitBytes());
    Map<String, Object> all = new LinkedHashMap<>();
    if (!cpu.isEmpty()) {
      all.put("cpu", cpu);
    }
    if (!memory.isEmpty()) {
      all.put("memory", memory);
    }
    return all;
  }

  private static void putPositive(Map<String, Object> target, String name, long value) {
    if (value > 0) {
      target.put(name, value);
    }
  }

  private List<Map<String, Object>> namespaces() {
    List<Map<String, Object>> namespaces = new ArrayList<>();
    namespaces.add(Map.of("type", "mount"));
    switch (spec.namespaces().pid()) {
      case NODE -> {}
      case POD -> shared.processes().ifPresent(p -> namespaces.add(joined("pid", p)));
      case CONTAINER -> namespaces.add(Map.of("type", "pid"));
    }
    shared.network().ifPresent(p -> namespaces.add(joined("network", p)));
    shared.ipc().ifPresent(p -> namespaces.add(joined("ipc", p)));
    shared.hostname().ifPresent(p -> namespaces.add(joined("uts", p)));
    return namespaces;
  }

  private static Map<String, Object> joined(String type, Path path) {
    return Map.of("type", type, "path", path.toString());
  }
}
