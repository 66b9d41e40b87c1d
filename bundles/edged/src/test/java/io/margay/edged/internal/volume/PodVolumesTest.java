package io.margay.edged.internal.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.margay.edged.internal.PodJson;
import io.margay.edged.internal.mount.MountPoint;
import io.margay.edged.internal.mount.MountProgram;
import io.margay.edged.internal.mount.MountTable;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.spec.Capacity;
import io.margay.edged.internal.spec.DownwardFields;
import io.margay.edged.internal.spec.GivenObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mounts for real; needs root, as the node does. */
class PodVolumesTest {
  @TempDir Path root;
  private final GivenObjects objects =
      new GivenObjects().configMap("line", "a.conf", "one", "b.conf", "two");
  private PodFolders folders;
  private PodVolumes volumes;

  @BeforeEach
  void below() throws IOException {
    folders = PodFolders.in(root.resolve("edged"));
    volumes =
        new PodVolumes(
            folders,
            new MountProgram(),
            new VolumeContents(
                objects, new DownwardFields("edge-1", new Capacity(1, 1, 1)), TokenSource.NONE),
            InstantSource.system());
    objects.secret("door", "pin", "1234");
  }

  @AfterEach
  void nothingStaysMounted() throws IOException {
    volumes.release(PodJson.UID);
    assertThat(MountTable.read().below(root.toRealPath())).isEmpty();
    assertThat(volumes.uids()).isEmpty();
  }

  @Test
  void aConfigMapBecomesFilesThatFollowIt() throws Exception {
    Pod pod = pod("'configMap':{'name':'line'}");
    volumes.prepare(pod);
    assertThat(file(pod, "a.conf")).hasContent("one");

    objects.configMap("line", "a.conf", "changed");
    volumes.refresh(pod);

    assertThat(file(pod, "a.conf")).hasContent("changed");
    assertThat(file(pod, "b.conf")).doesNotExist();
  }

  @Test
  void aSecretIsInMemoryAndNobodyElseGetsThere() throws Exception {
    Pod pod = pod("'secret':{'secretName':'door','defaultMode':256}");

    volumes.prepare(pod);

    Path pin = file(pod, "pin");
    assertThat(pin).hasContent("1234");
    assertThat(mode(pin.toRealPath())).isEqualTo(0400);
    assertThat(MountTable.read().holding(pin)).map(MountPoint::type).contains("tmpfs");
    assertThat(mode(folders.memory())).isEqualTo(0700);
    assertThat(mode(folders.inMemory(PodJson.UID))).isEqualTo(0700);
  }

  @Test
  void severalSourcesMakeOneFolderInMemoryWhenOneIsSecret() throws Exception {
    Pod pod =
        pod(
            "'projected':{'sources':[{'configMap':{'name':'line'}},{'secret':{'name':'door',"
                + "'items':[{'key':'pin','path':'keys/pin'}]}},{'downwardAPI':{'items':["
                + "{'path':'labels','fieldRef':{'fieldPath':'metadata.labels'}},"
                + "{'path':'note','fieldRef':{'fieldPath':'metadata.annotations'}}]}}]}");

    volumes.prepare(pod);

    assertThat(file(pod, "a.conf")).hasContent("one");
    assertThat(file(pod, "keys/pin")).hasContent("1234");
    assertThat(file(pod, "labels")).hasContent("line=\"7\"\npart=\"a \\\"b\\\"\"");
    assertThat(file(pod, "note")).hasContent("note=\"two\\nlines\"");
    assertThat(MountTable.read().holding(file(pod, "keys/pin")))
        .map(MountPoint::type)
        .contains("tmpfs");
  }

  @Test
  void afterARebootWhatWasInMemoryIsMadeAgain() throws Exception {
    Pod pod = pod("'secret':{'secretName':'door'}");
    volumes.prepare(pod);
    new MountProgram().unmount(folders.memory());

    volumes.prepare(pod);

    assertThat(file(pod, "pin")).hasContent("1234");
  }

  @Test
  void anEmptyFolderIsForEverybodyAndKeepsWhatIsInIt() throws Exception {
    Pod pod = pod("'emptyDir':{}");
    volumes.prepare(pod);
    Files.writeString(file(pod, "data"), "kept");

    volumes.prepare(pod);

    assertThat(file(pod, "data")).hasContent("kept");
    assertThat(mode(file(pod, "."))).isEqualTo(0777);
  }

  @Test
  void anEmptyFolderInMemoryHasItsBound() throws Exception {
    Pod pod = pod("'emptyDir':{'medium':'Memory','sizeLimit':'1Mi'}");

    volumes.prepare(pod);
    volumes.prepare(pod);

    Path folder = file(pod, ".").normalize();
    assertThat(Files.getFileStore(folder).type()).isEqualTo("tmpfs");
    assertThat(Files.getFileStore(folder).getTotalSpace()).isEqualTo(1 << 20);
    assertThat(mode(folder)).isEqualTo(0777);
    assertThat(MountTable.read().below(folder)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'emptyDir':{}",
        "'emptyDir':{'medium':'Memory'}",
        "'configMap':{'name':'line'}",
        "'secret':{'secretName':'door'}"
      })
  void theGroupOfThePodOwnsItsFolders(String source) throws Exception {
    Pod pod =
        PodJson.pod(
            "{'securityContext':{'fsGroup':4242},'volumes':[{'name':'v',%s}],'containers':[{'name':'a','image':'i'}]}"
                .formatted(source));

    volumes.prepare(pod);

    Path folder = volumes.folder(pod, pod.spec().volumes().get(0));
    assertThat(Files.getAttribute(folder, "unix:gid")).isEqualTo(4242);
    assertThat(mode(folder)).isEqualTo(02777);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'configMap':{'name':'none'}|volume v: ConfigMap plant/none does not exist",
        "'configMap':{'name':'line','items':[{'key':'x','path':'x'}]}|volume v: ConfigMap plant/line has no key ^x^",
        "'secret':{'secretName':'none'}|volume v: Secret plant/none does not exist",
        "'hostPath':{'path':'/nowhere','type':'Directory'}|volume v: hostPath.path: found nothing at /nowhere, expected a folder",
        "'hostPath':{'path':'/etc','type':'File'}|volume v: hostPath.path: found something else at /etc, expected a file",
        "'hostPath':{'path':'/etc/hosts','type':'Socket'}|volume v: hostPath.path: found something else at /etc/hosts, expected a unix socket",
        "'hostPath':{'path':'/etc','type':'BlockDevice'}|volume v: hostPath.path: found something else at /etc, expected a block device",
        "'projected':{'sources':[{'serviceAccountToken':{'path':'token'}}]}|volume v: serviceAccountToken: no API server",
      })
  void whatCannotBeMadeIsNamed(String source, String message) {
    assertThatExceptionOfType(VolumeException.class)
        .isThrownBy(() -> volumes.prepare(pod(source)))
        .withMessageStartingWith(message.replace('^', '"'));
  }

  @Test
  void aKeyThatWouldLeaveItsFolderMakesNoFile() {
    objects.configMap("evil", "../../../x", "gotcha");

    assertThatExceptionOfType(VolumeException.class)
        .isThrownBy(() -> volumes.prepare(pod("'configMap':{'name':'evil'}")))
        .withMessageContaining("found path \"../../../x\"");
    assertThat(root.resolve("x")).doesNotExist();
  }

  @Test
  void whatIsOptionalMayBeMissingAndComesLater() throws Exception {
    Pod pod = pod("'configMap':{'name':'later','optional':true}");
    volumes.prepare(pod);

    objects.configMap("later", "k", "v");
    volumes.refresh(pod);

    assertThat(file(pod, "k")).hasContent("v");
  }

  @Test
  void theHostsFoldersAreMadeAsAskedAndNeverRemoved() throws Exception {
    Path folder = root.resolve("host/data");
    Pod pod = pod("'hostPath':{'path':'%s','type':'DirectoryOrCreate'}".formatted(folder));
    volumes.prepare(pod);
    Files.writeString(folder.resolve("f"), "x");

    volumes.release(PodJson.UID);

    assertThat(folder.resolve("f")).exists();
  }

  @Test
  void devicesOfTheHostAreKnown() throws Exception {
    volumes.prepare(pod("'hostPath':{'path':'/dev/null','type':'CharDevice'}"));
    Path file = root.resolve("made");
    volumes.prepare(pod("'hostPath':{'path':'%s','type':'FileOrCreate'}".formatted(file)));

    assertThat(file).isRegularFile();
  }

  private static Pod pod(String source) {
    return PodJson.pod(
        "{'line':'7','part':'a \\\"b\\\"'}",
        "{'volumes':[{'name':'v',%s}],'containers':[{'name':'a','image':'i'}]}".formatted(source));
  }

  private Path file(Pod pod, String name) {
    return volumes.folder(pod, pod.spec().volumes().get(0)).resolve(name);
  }

  private static int mode(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:mode") & 07777;
  }
}
