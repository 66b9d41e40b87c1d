package io.margay.edged.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
  @TempDir Path root;
  private Path known;
  private Path unknown;
  private Path secret;
  private Path group;
  private Path logs;
  private Leftovers leftovers;

  @BeforeEach
  void twoPods() throws IOException {
    known = Files.createDirectories(root.resolve("edged/pods/u1/volumes/data"));
    unknown = Files.createDirectories(root.resolve("edged/pods/u2/volumes/data"));
    secret = Files.createDirectories(root.resolve("edged/memory/u2/keys"));
    group = Files.createDirectories(root.resolve("cpu/kubepods/besteffort/podu2/c1"));
    logs = root.resolve("log");
    Files.createDirectories(logs.resolve("default_known_u1"));
    Files.createDirectories(logs.resolve("default_unknown_u2/main"));
    leftovers =
        new Leftovers(
            new PodVolumes(
                PodFolders.in(root.resolve("edged")),
                new MountProgram(),
                new VolumeContents(
                    new GivenObjects(),
                    new DownwardFields("edge", new Capacity(1, 1, 1)),
                    TokenSource.NONE),
                InstantSource.system()),
            new PodCgroups(
                MountTable.parse("1 1 0:1 / %s/cpu rw - cgroup cgroup rw,cpu\n".formatted(root)),
                new CgroupPaths("/kubepods"),
                new Limits(1 << 30)),
            logs);
  }

  @Test
  void ofAPodThatNobodyKnowsNothingStays() throws IOException {
    leftovers.remove(() -> Optional.of(Set.of("u1")));

    assertThat(unknown.getParent().getParent()).doesNotExist();
    assertThat(secret.getParent()).doesNotExist();
    assertThat(group.getParent()).doesNotExist();
    assertThat(logs.resolve("default_unknown_u2")).doesNotExist();
    assertThat(known).exists();
    assertThat(logs.resolve("default_known_u1")).exists();
  }

  @Test
  void nothingGoesWhileItIsNotCertainWhichPodsThereAre() throws IOException {
    leftovers.remove(Optional::empty);

    assertThat(unknown).exists();
    assertThat(group).exists();
  }

  @Test
  void aPodThatComesMeanwhileKeepsWhatItHas() throws IOException {
    leftovers.remove(
        () -> {
          create(root.resolve("edged/pods/u3"));
          return Optional.of(Set.of("u1"));
        });

    assertThat(root.resolve("edged/pods/u3")).exists();
  }

  @Test
  void whatCannotBeRemovedNowIsRemovedLater() throws IOException {
    Path file = Files.createFile(logs.resolve("default_unknown_u2/main/0.log"));
    Path busy = Files.createFile(group.resolve("not-the-kernels"));

    leftovers.remove(() -> Optional.of(Set.of("u1")));
    assertThat(file).exists();
    assertThat(unknown).exists();

    Files.delete(busy);
    leftovers.remove(() -> Optional.of(Set.of("u1")));
    assertThat(file).doesNotExist();
    assertThat(unknown).doesNotExist();
  }

  private static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
