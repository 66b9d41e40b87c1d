package io.margay.edged.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.PodIdentity;
import io.margay.edged.engine.Sandbox;
import io.margay.edged.internal.cgroup.PodCgroups;
import io.margay.edged.internal.mount.MountProgram;
import io.margay.edged.internal.mount.MountTable;
import io.margay.edged.internal.spec.Capacity;
import io.margay.edged.internal.spec.CgroupPaths;
import io.margay.edged.internal.spec.DownwardFields;
import io.margay.edged.internal.spec.GivenObjects;
import io.margay.edged.internal.spec.Limits;
import io.margay.edged.internal.volume.PodFolders;
import io.margay.edged.internal.volume.PodVolumes;
import io.margay.edged.internal.volume.TokenSource;
import io.margay.edged.internal.volume.VolumeContents;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
  @TempDir Path folder;

  @Test
  void whatNobodyKnowsIsRemovedAndWhatStillRunsIsNot() throws IOException {
    Path pods = folder.resolve("edged/pods");
    Path logs = folder.resolve("logs");
    for (String uid : List.of("gone", "runs", "wanted")) {
      Files.createDirectories(pods.resolve(uid).resolve("volumes/v"));
      Files.createDirectories(logs.resolve("default_p_" + uid));
    }

    leftovers(logs).remove(engineWithSandboxOf("runs"));

    assertThat(pods).isDirectoryNotContaining("glob:**/gone");
    assertThat(pods.resolve("runs/volumes/v")).exists();
    assertThat(pods.resolve("wanted/volumes/v")).exists();
    assertThat(logs.resolve("default_p_gone")).doesNotExist();
    assertThat(logs.resolve("default_p_runs")).exists();
  }

  private Leftovers leftovers(Path logs) throws IOException {
    return new Leftovers(
        new PodVolumes(
            PodFolders.in(folder.resolve("edged")),
            new MountProgram(),
            new VolumeContents(
                new GivenObjects(),
                new DownwardFields("edge", new Capacity(1, 1, 1)),
                TokenSource.NONE),
            InstantSource.system()),
        new PodCgroups(MountTable.parse(""), new CgroupPaths("/kubepods"), new Limits(1)),
        logs,
        () -> Set.of("wanted"));
  }

  private static ContainerEngine engineWithSandboxOf(String uid) {
    return (ContainerEngine)
        Proxy.newProxyInstance(
            LeftoversTest.class.getClassLoader(),
            new Class<?>[] {ContainerEngine.class},
            (proxy, method, arguments) ->
                method.getName().equals("sandboxes")
                    ? List.of(
                        new Sandbox(
                            "s",
                            new PodIdentity("default", "p", uid),
                            0,
                            true,
                            Instant.EPOCH,
                            Map.of("io.kubernetes.pod.uid", uid),
                            Map.of()))
                    : List.of());
  }
}
