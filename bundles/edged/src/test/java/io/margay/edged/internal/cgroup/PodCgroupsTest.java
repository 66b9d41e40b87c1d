package io.margay.edged.internal.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.edged.internal.PodJson;
import io.margay.edged.internal.mount.MountPoint;
import io.margay.edged.internal.mount.MountTable;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.spec.CgroupPaths;
import io.margay.edged.internal.spec.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodCgroupsTest {
  private static final Limits LIMITS = new Limits(1L << 30);
  private static final String GROUP = "kubepods/burstable/pod0a1b2c3d";
  private static final Pod BOUNDED =
      PodJson.containers(
          "{'name':'a','image':'i','resources':{'requests':{'cpu':'250m'},"
              + "'limits':{'cpu':'500m','memory':'64Mi'}}}");
  private static final Pod FREE = PodJson.containers("{'name':'a','image':'i'}");

  @TempDir Path root;

  @Test
  void underVersion2ThePodIsWeighedAndBounded() throws IOException {
    Path group = kernelFiles(GROUP, "cpu.weight", "cpu.max", "memory.max");
    kernelFiles("", "cgroup.subtree_control");

    groups("1 1 0:1 / %s rw - cgroup2 cgroup rw".formatted(root)).apply(BOUNDED);

    assertThat(group.resolve("cpu.weight")).hasContent("10");
    assertThat(group.resolve("cpu.max")).hasContent("50000 100000");
    assertThat(group.resolve("memory.max")).hasContent("67108864");
    assertThat(root.resolve("cgroup.subtree_control")).hasContent("+cpu +memory");
  }

  @Test
  void whatAKernelOfVersion2HasIsUsedWithoutTheRest() throws IOException {
    kernelFiles("", "cgroup.subtree_control");
    Files.writeString(root.resolve("cgroup.controllers"), "cpuset cpu io pids\n");

    groups("1 1 0:1 / %s rw - cgroup2 cgroup rw".formatted(root)).apply(BOUNDED);

    assertThat(root.resolve("cgroup.subtree_control")).hasContent("+cpu");
  }

  @Test
  void underVersion1ThePodIsWeighedAndBoundedInTwoTrees() throws IOException {
    Path cpu = kernelFiles("cpu/" + GROUP, "cpu.shares", "cpu.cfs_quota_us", "cpu.cfs_period_us");
    Path memory = kernelFiles("memory/" + GROUP, "memory.limit_in_bytes");

    groups(hybrid()).apply(BOUNDED);

    assertThat(cpu.resolve("cpu.shares")).hasContent("256");
    assertThat(cpu.resolve("cpu.cfs_quota_us")).hasContent("50000");
    assertThat(cpu.resolve("cpu.cfs_period_us")).hasContent("100000");
    assertThat(memory.resolve("memory.limit_in_bytes")).hasContent("67108864");
    assertThat(root.resolve("unified/kubepods")).doesNotExist();
  }

  @Test
  void aPodWithoutLimitsIsNotBounded() throws IOException {
    String group = "kubepods/besteffort/pod0a1b2c3d";
    Path cpu = kernelFiles("cpu/" + group, "cpu.shares", "cpu.cfs_quota_us", "cpu.cfs_period_us");
    Path memory = kernelFiles("memory/" + group, "memory.limit_in_bytes");

    groups(hybrid()).apply(FREE);

    assertThat(cpu.resolve("cpu.shares")).hasContent("2");
    assertThat(cpu.resolve("cpu.cfs_quota_us")).hasContent("-1");
    assertThat(memory.resolve("memory.limit_in_bytes")).hasContent("-1");
  }

  @Test
  void aKernelWithoutAControllerIsNoHindrance() throws IOException {
    groups("1 1 0:1 / %s rw - cgroup2 cgroup rw".formatted(root)).apply(BOUNDED);

    assertThat(root.resolve(GROUP)).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({"2,1", "102,4", "1024,39", "262144,10000"})
  void sharesBecomeAWeight(long shares, long weight) {
    assertThat(CgroupFiles.weight(shares)).isEqualTo(weight);
  }

  @Test
  @EnabledIf("isRootOnVersion1")
  void onThisMachineAPodsGroupComesAndGoes() throws IOException {
    MountTable table = MountTable.read();
    Path parent = Path.of("margay-test-" + ProcessHandle.current().pid());
    PodCgroups groups = new PodCgroups(table, new CgroupPaths("/" + parent), LIMITS);
    try {
      groups.apply(BOUNDED);

      Path group = Path.of("/sys/fs/cgroup/memory").resolve(parent).resolve("burstable");
      assertThat(group).isDirectoryContaining(path -> path.toString().contains(PodJson.UID));
      groups.remove(PodJson.UID);
      assertThat(group).isDirectoryNotContaining(path -> path.toString().contains(PodJson.UID));
    } finally {
      for (MountPoint tree : table.ofType("cgroup")) {
        Files.deleteIfExists(tree.path().resolve(parent).resolve("burstable"));
        Files.deleteIfExists(tree.path().resolve(parent));
      }
    }
  }

  static boolean isRootOnVersion1() throws IOException {
    return Files.isWritable(Path.of("/sys/fs/cgroup/memory"))
        && !MountTable.read().ofType("cgroup").isEmpty();
  }

  private PodCgroups groups(String mountinfo) {
    return new PodCgroups(MountTable.parse(mountinfo), new CgroupPaths("/kubepods"), LIMITS);
  }

  private String hybrid() {
    return List.of("cpu,cpuacct", "memory", "pids").stream()
            .map(
                each ->
                    "1 1 0:1 / %s/%s rw - cgroup cgroup rw,%s\n"
                        .formatted(root, each.split(",")[0], each))
            .reduce("", String::concat)
        + "1 1 0:1 / %s/unified rw - cgroup2 cgroup rw".formatted(root);
  }

  private Path kernelFiles(String group, String... files) throws IOException {
    Path folder = Files.createDirectories(root.resolve(group));
    for (String file : files) {
      Files.createFile(folder.resolve(file));
    }
    return folder;
  }
}
