package io.margay.manifests.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.meta.Change;
import io.margay.meta.MetaException;
import io.margay.meta.MetaStore;
import io.margay.meta.Owner;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceList;
import io.margay.meta.ResourceSchema;
import io.margay.meta.ResourceType;
import io.margay.meta.ResourceView;
import io.margay.meta.Selector;
import io.margay.meta.Violation;
import io.margay.meta.Watch;
import io.margay.meta.WatchListener;
import io.margay.meta.internal.SqliteMetaStore;
import io.margay.meta.internal.StoreLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconcilerTest {
  private static final ResourceType MODEL = ResourceType.of("test.margay.io/v1", "Model");
  private static final ResourceType DEVICE = ResourceType.of("test.margay.io/v1", "Device");
  private static final ResourceType NODE = ResourceType.of("test.margay.io/v1", "Node");
  private static final Duration REST = Duration.ofMillis(250);

  @TempDir Path temp;
  private final TestClock clock = new TestClock();
  private final List<ResourceSchema> schemas = new ArrayList<>();
  private final Switch store = new Switch();
  private Path folder;
  private SqliteMetaStore sqlite;
  private Reconciler reconciler;

  @BeforeEach
  void open() throws IOException {
    folder = Files.createDirectories(temp.resolve("manifests"));
    sqlite = new SqliteMetaStore(temp.resolve("var"), StoreLimits.DEFAULT, Clock.systemUTC());
    store.target = sqlite;
    addSchema(new AnyThing(MODEL, true));
    addSchema(new DeviceSchema());
    addSchema(new AnyThing(NODE, false));
    restart();
  }

  @AfterEach
  void close() {
    sqlite.close();
  }

  @Test
  void aFileIsAppliedWithAllItsDocuments() throws Exception {
    write("press.yaml", model("m"), device("press", "m"));

    cycle();

    Resource device = get(DEVICE, "press").orElseThrow();
    assertThat(device.owner()).isEqualTo(Owner.MANIFEST);
    assertThat(device.content())
        .isEqualTo(
            "{\"apiVersion\":\"test.margay.io/v1\",\"kind\":\"Device\",\"metadata\":{\"name\":\"press\"},"
                + "\"spec\":{\"model\":\"m\",\"register\":\"HoldingRegister\"}}");
    assertThat(get(MODEL, "m")).isPresent();
    assertThat(reconciler.rows()).containsExactly(new FileRow("press.yaml", "applied", 2, ""));
  }

  @Test
  void jsonFilesAreAppliedToo() throws Exception {
    Files.writeString(
        folder.resolve("m.json"),
        "{\"apiVersion\":\"test.margay.io/v1\",\"kind\":\"Model\",\"metadata\":{\"name\":\"m\"}}");

    cycle();

    assertThat(get(MODEL, "m")).isPresent();
  }

  @Test
  void aTypeWithoutNamespacesGetsNone() throws Exception {
    write("node.yaml", "apiVersion: test.margay.io/v1\nkind: Node\nmetadata: {name: n}\n");

    cycle();

    assertThat(store.get(new ResourceKey(NODE, "", "n"))).isPresent();
  }

  @Test
  void anEditedFileUpdatesAndADocumentThatVanishedIsDeleted() throws Exception {
    write("press.yaml", model("m"), model("n"));
    cycle();
    Resource before = get(MODEL, "m").orElseThrow();

    write("press.yaml", model("m"), model("o"));
    cycle();

    assertThat(get(MODEL, "m")).contains(before);
    assertThat(get(MODEL, "n")).isEmpty();
    assertThat(get(MODEL, "o")).isPresent();
  }

  @Test
  void aDeletedFileDeletesItsResources() throws Exception {
    write("press.yaml", model("m"));
    cycle();

    Files.delete(folder.resolve("press.yaml"));
    boolean restless = reconciler.cycle(false);
    Optional<Resource> afterOneLook = get(MODEL, "m");
    cycle();

    assertThat(restless).isTrue();
    assertThat(afterOneLook).isPresent();
    assertThat(get(MODEL, "m")).isEmpty();
    assertThat(reconciler.rows()).isEmpty();
  }

  @Test
  void aRenamedFileKeepsItsResources() throws Exception {
    write("old.yaml", model("m"), model("n"));
    cycle();
    Resource before = get(MODEL, "m").orElseThrow();

    Files.delete(folder.resolve("old.yaml"));
    write("new.yaml", model("m"));
    cycle();
    cycle();

    assertThat(get(MODEL, "m")).contains(before);
    assertThat(get(MODEL, "n")).isEmpty();
    Files.delete(folder.resolve("new.yaml"));
    cycle();
    cycle();
    assertThat(get(MODEL, "m")).isEmpty();
  }

  @Test
  void aMistakeRefusesTheWholeFileAndNamesItsLine() throws Exception {
    write(
        "press.yaml",
        model("m"),
        device("press", "m").replace("HoldingRegister", "HoldingRegistr"));

    cycle();

    assertThat(get(MODEL, "m")).isEmpty();
    assertThat(reconciler.rows())
        .containsExactly(
            new FileRow(
                "press.yaml",
                "refused",
                0,
                "line 12: /spec/register: found \"HoldingRegistr\", expected HoldingRegister"));
  }

  @Test
  void allMistakesOfAFileAreCounted() throws Exception {
    write(
        "press.yaml",
        device("a", "m").replace("HoldingRegister", "x"),
        device("b", "m").replace("HoldingRegister", "y"));

    cycle();

    assertThat(reconciler.rows().get(0).message()).endsWith("(and 3 more)");
  }

  @Test
  void aFileThatBreaksKeepsWhatWasApplied() throws Exception {
    write("press.yaml", model("m"));
    cycle();
    Resource before = get(MODEL, "m").orElseThrow();

    Files.writeString(folder.resolve("press.yaml"), "apiVersion: [");
    cycle();
    restart();
    cycle();

    assertThat(get(MODEL, "m")).contains(before);
    assertThat(reconciler.rows().get(0).status()).isEqualTo("refused");
    assertThat(reconciler.rows().get(0).resources()).isEqualTo(1);
  }

  @Test
  void aDeviceWaitsForItsModelInAnotherFile() throws Exception {
    write("a-device.yaml", device("press", "m"));
    write("b-model.yaml", model("m"));

    cycle();

    assertThat(get(DEVICE, "press")).isPresent();
  }

  @Test
  void aDeviceWhoseModelComesLaterIsAppliedThen() throws Exception {
    write("device.yaml", device("press", "m"));
    cycle();
    String status = reconciler.rows().get(0).status();

    write("model.yaml", model("m"));
    cycle();

    assertThat(status).isEqualTo("refused");
    assertThat(get(DEVICE, "press")).isPresent();
  }

  @Test
  void ofTwoFilesWithOneResourceTheFirstStaysAndTheOtherComesWhenItGoes() throws Exception {
    write("b.yaml", model("m"));
    cycle();
    write("a.yaml", model("m"), model("n"));
    cycle();
    List<FileRow> both = reconciler.rows();

    Files.delete(folder.resolve("b.yaml"));
    cycle();
    cycle();

    assertThat(both)
        .containsExactly(
            new FileRow(
                "a.yaml", "refused", 0, "line 1: Model default/m is defined by manifests/b.yaml"),
            new FileRow("b.yaml", "applied", 1, ""));
    assertThat(reconciler.rows()).containsExactly(new FileRow("a.yaml", "applied", 2, ""));
    assertThat(get(MODEL, "m")).isPresent();
  }

  @Test
  void aResourceMayMoveFromOneFileToAnother() throws Exception {
    write("b.yaml", model("m"), model("n"));
    cycle();

    write("a.yaml", model("m"));
    write("b.yaml", model("n"));
    cycle();

    assertThat(reconciler.rows()).extracting(FileRow::status).containsOnly("applied");
    assertThat(get(MODEL, "m")).isPresent();
    assertThat(get(MODEL, "n")).isPresent();
  }

  @Test
  void aResourceThatStandsTwiceInAFileIsAMistake() throws Exception {
    write("a.yaml", model("m"), model("m"));

    cycle();

    assertThat(reconciler.rows().get(0).message())
        .isEqualTo("line 6: Model default/m stands in this file twice");
  }

  @Test
  void afterARestartWhatVanishedMeanwhileIsDeletedAndTheRestIsNotRewritten() throws Exception {
    write("gone with a space.yaml", model("gone"));
    write("stays.yaml", model("stays"));
    cycle();
    long revision = store.list(MODEL, Selector.ALL).revision();
    Resource stays = get(MODEL, "stays").orElseThrow();

    restart();
    cycle();
    long unchanged = store.list(MODEL, Selector.ALL).revision();
    Files.delete(folder.resolve("gone with a space.yaml"));
    restart();
    cycle();
    cycle();

    assertThat(unchanged).isEqualTo(revision);
    assertThat(get(MODEL, "gone")).isEmpty();
    assertThat(get(MODEL, "stays")).contains(stays);
  }

  @Test
  void aKindThatNobodyServesHoldsTheWholeFileUntilSomebodyDoes() throws Exception {
    write("pod.yaml", model("m"), "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n");
    cycle();
    List<FileRow> held = reconciler.rows();
    Optional<Resource> meanwhile = get(MODEL, "m");

    addSchema(new AnyThing(ResourceType.of("v1", "Pod"), true));
    reconciler.cycle(true);

    assertThat(held)
        .containsExactly(
            new FileRow("pod.yaml", "held", 0, "line 7: no bundle on this node serves v1 Pod"));
    assertThat(meanwhile).isEmpty();
    assertThat(get(MODEL, "m")).isPresent();
    assertThat(get(ResourceType.of("v1", "Pod"), "p")).isPresent();
  }

  @Test
  void aSchemaThatFailsRefusesItsFileAndNoOther() throws Exception {
    ResourceType odd = ResourceType.of("test.margay.io/v1", "Odd");
    schemas.add(
        new AnyThing(odd, true) {
          @Override
          public List<Violation> validate(ResourceKey key, String content, ResourceView view) {
            throw new IllegalStateException("oops");
          }
        });
    write("a.yaml", "apiVersion: test.margay.io/v1\nkind: Odd\nmetadata: {name: o}\n");
    write("b.yaml", model("m"));

    cycle();

    assertThat(rowOf("a.yaml").message()).contains("oops");
    assertThat(get(MODEL, "m")).isPresent();
  }

  @Test
  void aSchemaThatTheStoreHasNotMetYetIsAskedAllTheSame() throws Exception {
    ResourceType late = ResourceType.of("test.margay.io/v1", "Late");
    schemas.add(
        new AnyThing(late, true) {
          @Override
          public List<Violation> validate(ResourceKey key, String content, ResourceView view) {
            return List.of(new Violation("/spec", "nothing", "a spec"));
          }
        });
    write("a.yaml", "apiVersion: test.margay.io/v1\nkind: Late\nmetadata: {name: l}\n");

    cycle();

    assertThat(get(late, "l")).isEmpty();
    assertThat(rowOf("a.yaml").message())
        .isEqualTo("line 1: /spec: found nothing, expected a spec");
  }

  @Test
  void aStoreThatTakesNothingIsTriedAgain() throws Exception {
    write("press.yaml", model("m"));
    store.writable = false;
    cycle();
    List<FileRow> waiting = reconciler.rows();

    store.writable = true;
    cycle();

    assertThat(waiting)
        .containsExactly(new FileRow("press.yaml", "waiting", 0, "the disk is full"));
    assertThat(get(MODEL, "m")).isPresent();
  }

  @Test
  void aResourceOfTheCloudIsLeftToIt() throws Exception {
    ResourceKey key = new ResourceKey(MODEL, "default", "m");
    String content =
        "{\"apiVersion\":\"test.margay.io/v1\",\"kind\":\"Model\",\"metadata\":{\"name\":\"m\"}}";
    Resource cloud = store.apply(new Change.Put(key, Owner.CLOUD, content)).orElseThrow();
    write("press.yaml", model("m"));

    cycle();

    assertThat(reconciler.rows().get(0).message())
        .isEqualTo("line 1: Model default/m is owned by cloud; a file may not change it");
    store.apply(new Change.Delete(key, Owner.CLOUD));
    clock.advance(Duration.ofSeconds(11));
    cycle();
    assertThat(get(MODEL, "m").orElseThrow().uid()).isNotEqualTo(cloud.uid());
  }

  @Test
  void aFileThatIsBeingWrittenIsWaitedFor() throws Exception {
    Path file = folder.resolve("press.yaml");
    Files.writeString(file, model("m"));
    Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    boolean restless = reconciler.cycle(false);
    Optional<Resource> early = get(MODEL, "m");

    clock.advance(REST);
    boolean calm = !reconciler.cycle(false);

    assertThat(restless).isTrue();
    assertThat(early).isEmpty();
    assertThat(calm).isTrue();
    assertThat(get(MODEL, "m")).isPresent();
  }

  @Test
  void aFileThatIsOnlyEmptiedForNowDeletesNothing() throws Exception {
    write("press.yaml", model("m"));
    cycle();
    write("press.yaml", "");
    cycle();
    Optional<Resource> meanwhile = get(MODEL, "m");

    clock.advance(REST.multipliedBy(20));
    cycle();

    assertThat(meanwhile).isPresent();
    assertThat(get(MODEL, "m")).as("when it stays empty").isEmpty();
  }

  @Test
  void aFileWithATimeInTheFutureIsAppliedOnceItRests() throws Exception {
    write("press.yaml", model("m"));
    Files.setLastModifiedTime(
        folder.resolve("press.yaml"), FileTime.from(clock.instant().plusSeconds(86_400)));

    reconciler.cycle(false);
    clock.advance(REST);
    reconciler.cycle(false);

    assertThat(get(MODEL, "m")).isPresent();
  }

  @Test
  void aFolderThatCannotBeReadDeletesNothing() throws Exception {
    write("press.yaml", model("m"));
    cycle();

    Files.move(folder, temp.resolve("elsewhere"));
    cycle();
    cycle();
    Optional<Resource> meanwhile = get(MODEL, "m");
    Files.move(temp.resolve("elsewhere"), folder);
    cycle();

    assertThat(meanwhile).isPresent();
    assertThat(get(MODEL, "m")).isPresent();
  }

  @Test
  void aLinkThatLeadsOutOfTheFolderIsRefused() throws Exception {
    Path outside = Files.writeString(temp.resolve("outside.yaml"), model("m"));
    Files.createSymbolicLink(folder.resolve("link.yaml"), outside);
    write("inside.yaml", model("n"));
    Files.createSymbolicLink(folder.resolve("alias.yaml"), folder.resolve("inside.yaml"));

    cycle();

    assertThat(get(MODEL, "m")).isEmpty();
    assertThat(rowOf("link.yaml").message())
        .isEqualTo("line 1: found a link that leads out of the folder");
    assertThat(rowOf("alias.yaml").status()).isEqualTo("applied");
    assertThat(rowOf("inside.yaml").message()).contains("is defined by manifests/alias.yaml");
  }

  @Test
  void aFileBeyondTheBoundOrWithoutTextIsRefused() throws Exception {
    Files.writeString(folder.resolve("large.yaml"), "#".repeat(Folder.MAX_BYTES + 1));
    Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    cycle();

    assertThat(rowOf("large.yaml").message()).isEqualTo("line 1: found more than 4194304 bytes");
    assertThat(rowOf("binary.yaml").message()).contains("no UTF-8 text");
  }

  @Test
  void otherFilesOfTheFolderAreNotRead() throws Exception {
    Files.writeString(folder.resolve("README.md"), "apiVersion: [");
    Files.writeString(folder.resolve(".press.yaml"), "apiVersion: [");
    Files.createDirectories(folder.resolve("folder.yaml"));

    cycle();

    assertThat(reconciler.rows()).isEmpty();
  }

  @Test
  void whatEveryResourceNeedsIsNamedWhenItIsMissing() throws Exception {
    write("a.yaml", "kind: Model\nmetadata:\n  name: Press_1\n  namespace: A\n");

    cycle();

    assertThat(reconciler.rows().get(0).message())
        .isEqualTo(
            "line 1: /apiVersion: found nothing, expected group/version or version (and 2 more)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: off} | /metadata/name: found false,",
        "{name: m, labels: {tier: 1}} | /metadata/labels/tier: found 1, expected a text,",
        "{name: m, annotations: {a/b: on}} | /metadata/annotations/a~1b: found true,",
      })
  void aWordThatYamlTakesForSomethingElseIsToldAndHowToWriteIt(String metadata, String mistake)
      throws Exception {
    write("a.yaml", "apiVersion: test.margay.io/v1\nkind: Model\nmetadata: " + metadata + "\n");

    cycle();

    assertThat(rowOf("a.yaml").message())
        .contains(mistake)
        .contains(
            ", in quotes: YAML takes numbers, and on, off, yes and no, for something else without");
  }

  private void cycle() {
    clock.advance(Duration.ofSeconds(2));
    reconciler.cycle(false);
  }

  private void restart() {
    reconciler = new Reconciler(new Folder(folder, REST, clock), store, schemas, clock);
  }

  private void addSchema(ResourceSchema schema) {
    schemas.add(schema);
    sqlite.bindSchema(schema);
  }

  private FileRow rowOf(String file) {
    return reconciler.rows().stream()
        .filter(row -> row.file().equals(file))
        .findAny()
        .orElseThrow();
  }

  private Optional<Resource> get(ResourceType type, String name) {
    return store.get(new ResourceKey(type, "default", name));
  }

  private void write(String file, String... documents) throws IOException {
    Files.writeString(folder.resolve(file), String.join("---\n", documents));
    Files.setLastModifiedTime(folder.resolve(file), FileTime.from(clock.instant()));
  }

  private static String model(String name) {
    return """
        apiVersion: test.margay.io/v1
        kind: Model
        metadata:
          name: %s
        """
        .formatted(name);
  }

  private static String device(String name, String model) {
    return """
        apiVersion: test.margay.io/v1
        kind: Device
        metadata:
          name: %s
        spec:
          model: %s
          register: HoldingRegister
        """
        .formatted(name, model);
  }

  private static class AnyThing implements ResourceSchema {
    private final ResourceType type;
    private final boolean namespaced;

    AnyThing(ResourceType type, boolean namespaced) {
      this.type = type;
      this.namespaced = namespaced;
    }

    @Override
    public ResourceType type() {
      return type;
    }

    @Override
    public boolean namespaced() {
      return namespaced;
    }

    @Override
    public List<Violation> validate(ResourceKey key, String content, ResourceView view) {
      return List.of();
    }
  }

  /** Needs a register that exists, and its model. */
  private static final class DeviceSchema extends AnyThing {
    DeviceSchema() {
      super(DEVICE, true);
    }

    @Override
    public List<Violation> validate(ResourceKey key, String content, ResourceView view) {
      List<Violation> violations = new ArrayList<>();
      String register = field(content, "register");
      if (!register.equals("HoldingRegister")) {
        violations.add(new Violation("/spec/register", '"' + register + '"', "HoldingRegister"));
      }
      String model = field(content, "model");
      if (view.content(new ResourceKey(MODEL, "default", model)).isEmpty()) {
        violations.add(new Violation("/spec/model", '"' + model + '"', "a model that exists"));
      }
      return violations;
    }

    private static String field(String content, String name) {
      int start = content.indexOf('"' + name + "\":\"") + name.length() + 4;
      return content.substring(start, content.indexOf('"', start));
    }
  }

  /** The real store, behind a disk that can be full. */
  private static final class Switch implements MetaStore {
    private MetaStore target;
    private boolean writable = true;

    @Override
    public Optional<Resource> get(ResourceKey key) {
      return target.get(key);
    }

    @Override
    public ResourceList list(ResourceType type, Selector selector) {
      return target.list(type, selector);
    }

    @Override
    public List<Optional<Resource>> apply(List<? extends Change> changes) {
      if (!writable) {
        throw new MetaException.Unavailable("the disk is full");
      }
      return target.apply(changes);
    }

    @Override
    public Watch watch(
        ResourceType type, Selector selector, long fromRevision, WatchListener listener) {
      return target.watch(type, selector, fromRevision, listener);
    }
  }

  /** A clock that the test moves; it begins now, as files have real times. */
  private static final class TestClock extends Clock {
    private Instant now = Instant.now();

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
