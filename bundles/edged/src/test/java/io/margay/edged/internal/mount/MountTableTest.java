package io.margay.edged.internal.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MountTableTest {
  private static final MountTable TABLE =
      MountTable.parse(
          """
          22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
          23 22 0:21 / /run rw shared:2 master:1 - tmpfs tmpfs rw,size=100k
          24 23 0:22 / /run/a\\040b rw - tmpfs x rw
          25 22 254:0 /data/x /run/a\\040b/c rw - ext4 /dev/vda rw
          nonsense
          26 22 0:30 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct
          27 22 0:31 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset
          """);

  @Test
  void aPathLiesOnTheDeepestMountAboveIt() {
    assertThat(TABLE.holding(Path.of("/run/x"))).map(MountPoint::type).contains("tmpfs");
    assertThat(TABLE.holding(Path.of("/run/a b/c/d"))).map(MountPoint::root).contains("/data/x");
    assertThat(TABLE.holding(Path.of("/runner"))).map(MountPoint::type).contains("ext4");
  }

  @Test
  void theDeepestIsUnmountedFirst() {
    assertThat(TABLE.below(Path.of("/run")))
        .containsExactly(Path.of("/run/a b/c"), Path.of("/run/a b"), Path.of("/run"));
  }

  @Test
  void thisMachinesTableIsRead() throws IOException {
    assertThat(MountTable.read().at(Path.of("/proc"))).map(MountPoint::type).contains("proc");
  }
}
