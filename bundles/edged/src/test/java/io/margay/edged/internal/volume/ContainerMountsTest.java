package io.margay.edged.internal.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.margay.edged.engine.Mount;
import io.margay.edged.engine.Mount.Propagation;
import io.margay.edged.internal.PodJson;
import io.margay.edged.internal.mount.MountProgram;
import io.margay.edged.internal.mount.MountTable;
import io.margay.edged.internal.mount.Mounts;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.spec.Capacity;
import io.margay.edged.internal.spec.DownwardFields;
import io.margay.edged.internal.spec.GivenObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mounts for real; needs root, as the node does. */
class ContainerMountsTest {
  @TempDir Path root;
  private PodFolders folders;
  private PodVolumes volumes;
  private ContainerMounts mounts;

  @BeforeEach
  void below() throws IOException {
    folders = PodFolders.in(root.resolve("edged"));
    MountProgram program = new MountProgram();
    volumes =
        new PodVolumes(
            folders,
            program,
            new VolumeContents(
                new GivenObjects().configMap("line", "a", "one"),
                new DownwardFields("edge-1", new Capacity(1, 1, 1)),
                TokenSource.NONE),
            InstantSource.system());
    mounts = new ContainerMounts(folders, volumes, program);
  }

  @AfterEach
  void nothingStaysMounted() throws IOException {
    volumes.release(PodJson.UID);
    assertThat(MountTable.read().below(root.toRealPath())).isEmpty();
  }

  @Test
  void aContainerSeesItsVolumesItsHostsFileAndAPlaceForLastWords() throws Exception {
    Pod pod = pod("{'name':'v','mountPath':'/data','readOnly':true}");

    List<Mount> all = of(pod);

    assertThat(all)
        .containsExactly(
            new Mount(volume(pod).toString(), "/data", true, Propagation.PRIVATE),
            new Mount(
                folders.hosts(PodJson.UID).toString(), "/etc/hosts", false, Propagation.PRIVATE),
            new Mount(
                folders.terminationMessage(PodJson.UID, "a", 2).toString(),
                "/dev/termination-log",
                false,
                Propagation.PRIVATE));
    assertThat(folders.hosts(PodJson.UID)).hasContent("127.0.0.1 localhost");
    assertThat(folders.terminationMessage(PodJson.UID, "a", 2)).isEmptyFile();
  }

  @Test
  void aHostsFileOfItsOwnIsNotHidden() throws Exception {
    assertThat(of(pod("{'name':'v','mountPath':'/etc/hosts'}")))
        .extracting(Mount::containerPath)
        .containsExactly("/etc/hosts", "/dev/termination-log");
  }

  @Test
  void aPartOfAVolumeIsMadeAndShown() throws Exception {
    Pod pod = pod("{'name':'v','mountPath':'/data','subPathExpr':'$(WHO)/logs'}");

    Path shown = Path.of(of(pod).get(0).hostPath());
    Files.writeString(shown.resolve("f"), "x");

    assertThat(volume(pod).resolve("press/logs/f")).hasContent("x");
    assertThat(of(pod).get(0).hostPath()).isEqualTo(shown.toString());
    assertThat(MountTable.read().below(shown)).hasSize(1);
  }

  @Test
  void aFileOfAConfigMapIsShownAlone() throws Exception {
    Pod pod =
        PodJson.pod(
            "{'volumes':[{'name':'v','configMap':{'name':'line'}}],'containers':[{'name':'a',"
                + "'image':'i','volumeMounts':[{'name':'v','mountPath':'/a','subPath':'a'}]}]}");
    volumes.prepare(pod);

    assertThat(Path.of(of(pod).get(0).hostPath())).hasContent("one");
  }

  @Test
  void whatANodeWritesCannotBeWrittenByContainers() throws Exception {
    Pod pod =
        PodJson.pod(
            "{'volumes':[{'name':'v','configMap':{'name':'line'}},{'name':'w'}],"
                + "'containers':[{'name':'a','image':'i','volumeMounts':["
                + "{'name':'v','mountPath':'/all'},"
                + "{'name':'v','mountPath':'/one','subPath':'a'},"
                + "{'name':'w','mountPath':'/own'}]}]}");
    volumes.prepare(pod);

    assertThat(of(pod))
        .filteredOn(Mount::readOnly)
        .extracting(Mount::containerPath)
        .containsExactly("/all", "/one");
  }

  @Test
  void whateverAContainerMadeOfItsHostsFileIsWrittenAnew() throws Exception {
    Pod pod = pod("{'name':'v','mountPath':'/data'}");
    of(pod);
    Files.write(folders.hosts(PodJson.UID), new byte[] {(byte) 0xff, (byte) 0xfe});

    of(pod);

    assertThat(folders.hosts(PodJson.UID)).hasContent("127.0.0.1 localhost");
  }

  @Test
  void placesForLastWordsDoNotPileUp() throws Exception {
    Pod pod = pod("{'name':'v','mountPath':'/data'}");
    for (int attempt = 0; attempt < 4; attempt++) {
      mounts.of(pod, pod.spec().containers().get(0), attempt, Map.of(), "");
    }

    assertThat(folders.terminationMessage(PodJson.UID, "a", 1)).doesNotExist();
    assertThat(folders.terminationMessage(PodJson.UID, "a", 2)).exists();
    assertThat(folders.terminationMessage(PodJson.UID, "a", 3)).exists();
  }

  @Test
  void aLinkThatLeadsOutOfTheVolumeShowsNothing() throws Exception {
    Pod pod = pod("{'name':'v','mountPath':'/data','subPath':'out/etc'}");
    Files.createSymbolicLink(volume(pod).resolve("out"), Path.of("/"));

    assertThatExceptionOfType(VolumeException.class)
        .isThrownBy(() -> of(pod))
        .withMessage("subPath: found \"out/etc\", which leads out of the volume");
  }

  @Test
  void aLinkThatIsPutThereBetweenLookAndMountShowsNothing() throws Exception {
    Pod pod = pod("{'name':'v','mountPath':'/data','subPath':'part'}");
    Mounts racing =
        new MountsBeforeWhich(
            source -> {
              Files.delete(source);
              Files.createSymbolicLink(source, Path.of("/etc"));
            });

    assertThatExceptionOfType(VolumeException.class)
        .isThrownBy(() -> of(new ContainerMounts(folders, volumes, racing), pod))
        .withMessageContaining("leads out of the volume");
    assertThat(MountTable.read().below(folders.pod(PodJson.UID))).isEmpty();
  }

  @Test
  void aLinkInsideTheVolumeIsFollowed() throws Exception {
    Pod pod = pod("{'name':'v','mountPath':'/data','subPath':'in/f'}");
    Files.createDirectory(volume(pod).resolve("real"));
    Files.writeString(volume(pod).resolve("real/f"), "x");
    Files.createSymbolicLink(volume(pod).resolve("in"), Path.of("real"));

    assertThat(Path.of(of(pod).get(0).hostPath())).hasContent("x");
  }

  @Test
  void aVariableCannotLeadOutOfTheVolume() throws Exception {
    Pod pod = pod("{'name':'v','mountPath':'/data','subPathExpr':'$(UP)/x'}");

    assertThatExceptionOfType(VolumeException.class)
        .isThrownBy(() -> of(pod))
        .withMessageStartingWith("container a: subPath of volume v: found path \"../x\"");
  }

  private List<Mount> of(Pod pod) throws VolumeException {
    return of(mounts, pod);
  }

  private static List<Mount> of(ContainerMounts mounts, Pod pod) throws VolumeException {
    return mounts.of(
        pod,
        pod.spec().containers().get(0),
        2,
        Map.of("WHO", "press", "UP", ".."),
        "127.0.0.1 localhost");
  }

  private Pod pod(String mount) throws VolumeException {
    Pod pod =
        PodJson.pod(
            "{'volumes':[{'name':'v','emptyDir':{}}],'containers':[{'name':'a','image':'i',"
                + "'volumeMounts':["
                + mount
                + "]}]}");
    volumes.prepare(pod);
    return pod;
  }

  private Path volume(Pod pod) {
    return volumes.folder(pod, pod.spec().volumes().get(0));
  }

  /** What somebody does in the moment before something is bound. */
  private interface Meanwhile {
    void with(Path source) throws IOException;
  }

  private record MountsBeforeWhich(Meanwhile meanwhile, Mounts mounts) implements Mounts {
    MountsBeforeWhich(Meanwhile meanwhile) {
      this(meanwhile, new MountProgram());
    }

    @Override
    public MountTable table() throws IOException {
      return mounts.table();
    }

    @Override
    public void memory(Path folder, long bytes, int mode) throws IOException {
      mounts.memory(folder, bytes, mode);
    }

    @Override
    public void bind(Path source, Path target) throws IOException {
      meanwhile.with(source);
      mounts.bind(source, target);
    }

    @Override
    public void unmount(Path path) throws IOException {
      mounts.unmount(path);
    }
  }
}
