package io.margay.meta.internal;

import static io.margay.meta.internal.Things.OTHER;
import static io.margay.meta.internal.Things.THING;
import static io.margay.meta.internal.Things.content;
import static io.margay.meta.internal.Things.key;
import static io.margay.meta.internal.Things.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.meta.Change;
import io.margay.meta.Owner;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceSchema;
import io.margay.meta.ResourceType;
import io.margay.meta.ResourceView;
import io.margay.meta.Selector;
import io.margay.meta.Violation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BackupTest {
  private final Screen screen = new Screen();
  @TempDir Path temp;
  private SqliteMetaStore store;
  private BackupCommands commands;

  @BeforeEach
  void open() {
    open("first");
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatIsExportedIsImportedTheSameWithOwnerAndStatus() throws Exception {
    store.apply(
        put("a", "{\"text\":\"yes\",\"n\":1.50,\"lines\":\"one\\n  two\\n\",\"none\":null}"));
    ResourceKey cloudy = new ResourceKey(OTHER, "", "b");
    store.apply(
        List.of(
            new Change.Put(cloudy, Owner.CLOUD, unnamespaced("b")),
            new Change.PutStatus(cloudy, "{\"up\":true}")));
    List<Resource> before = all();

    commands.export(screen.session(), file("x.yaml"), true, "");
    moveTo("second");
    assertThat(commands._import(file("x.yaml")))
        .isEqualTo(new BackupCommands.Imported(file("x.yaml"), 2, 1));

    assertThat(all())
        .usingRecursiveComparison()
        .ignoringFields("uid", "revision", "created")
        .isEqualTo(before);
  }

  @Test
  void anyResourceComesBackAsItWas() throws Exception {
    Random random = new Random(5);
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      Owner owner = Owner.values()[random.nextInt(3)];
      ResourceKey key = key("thing-" + i);
      changes.add(new Change.Put(key, owner, content(key, GeneratedJson.object(random))));
      if (random.nextBoolean()) {
        changes.add(new Change.PutStatus(key, GeneratedJson.object(random)));
      }
    }
    store.apply(changes);
    List<Resource> before = all();

    commands.export(screen.session(), file("x.yaml"), true, "");
    moveTo("second");
    commands._import(file("x.yaml"));

    assertThat(all())
        .usingRecursiveComparison()
        .ignoringFields("uid", "revision", "created")
        .isEqualTo(before);
  }

  @Test
  void theScreenShowsTheYamlOfOneKindAndNoStatusUnlessAskedFor() throws Exception {
    store.apply(List.of(put("a", "{\"x\":1}"), new Change.PutStatus(key("a"), "{\"up\":true}")));
    ResourceKey other = new ResourceKey(OTHER, "default", "b");
    store.apply(new Change.Put(other, Owner.LOCAL, content(other, "{}")));

    Object answer = commands.export(screen.session(), "", false, "thing");

    assertThat(answer).isEqualTo("");
    assertThat(screen.text())
        .isEqualTo(
            """
            ---
            margay.io/owner: local
            apiVersion: test.margay.io/v1
            kind: Thing
            metadata:
                name: a
                namespace: default
            spec:
                x: 1
            """);
  }

  @Test
  void aFileIsNewAndForItsOwnerOnly() throws Exception {
    commands.export(screen.session(), file("x.yaml"), false, "");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve("x.yaml"))))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> commands.export(screen.session(), file("x.yaml"), false, ""))
        .hasMessage(file("x.yaml") + " exists already, expected the name of a new file");
  }

  @Test
  void aRelativeNameIsRefused() {
    assertThatThrownBy(() -> commands.export(screen.session(), "x.yaml", false, ""))
        .hasMessage(
            "found \"x.yaml\", expected the whole path of a file, such as /root/backup.yaml");
    assertThatThrownBy(() -> commands._import("../x.yaml"))
        .hasMessageContaining("expected the whole path of a file");
  }

  @Test
  void aMistakeIsNamedWithLineAndFieldAndNothingIsImported() throws Exception {
    store.bindSchema(new EvenOnly());
    Files.writeString(
        temp.resolve("x.yaml"),
        """
        apiVersion: test.margay.io/v1
        kind: Thing
        metadata: {name: good, namespace: default}
        spec: {number: 2}
        ---
        apiVersion: test.margay.io/v1
        kind: Thing
        metadata:
          name: bad
          namespace: default
        spec:
          number: 3
        """);

    assertThatThrownBy(() -> commands._import(file("x.yaml")))
        .hasMessage(
            file("x.yaml")
                + ": Thing default/bad: line 12: /spec/number: found 3, expected an even number."
                + " Nothing was imported");
    assertThat(all()).isEmpty();
  }

  @Test
  void whatIsNoResourceIsNamedWithItsLine() throws Exception {
    refuses("a: b\n", "line 1: /apiVersion: found nothing, expected a text");
    refuses(
        "apiVersion: v1\nkind: Thing\nmetadata:\n  name: 7\n",
        "line 4: /metadata/name: found 7, expected a text");
    refuses(
        "margay.io/owner: me\napiVersion: v1\nkind: Thing\nmetadata: {name: a}\n",
        "line 1: /margay.io~1owner: found me, expected manifest, cloud, local");
    refuses(
        "apiVersion: v1\nkind: Thing\nmetadata: {name: a}\n---\n"
            + "apiVersion: v1\nkind: Thing\nmetadata: {name: a}\n",
        "line 5: Thing a stands here again, it was in line 1 already");
    refuses("a: [\n", "line 2: no YAML: ");
  }

  @Test
  void anotherOwnersResourceIsNotTaken() throws Exception {
    store.apply(new Change.Put(key("a"), Owner.CLOUD, content(key("a"), "{}")));
    Files.writeString(temp.resolve("x.yaml"), content(key("a"), "{\"x\":1}"));

    assertThatThrownBy(() -> commands._import(file("x.yaml")))
        .hasMessageContaining("Thing default/a is owned by cloud; local may not change it");
  }

  private void refuses(String yaml, String complaint) throws Exception {
    Files.writeString(temp.resolve("wrong.yaml"), yaml);

    assertThatThrownBy(() -> commands._import(file("wrong.yaml")))
        .hasMessageStartingWith(file("wrong.yaml") + ": " + complaint)
        .hasMessageEndingWith(". Nothing was imported");
  }

  private void open(String folder) {
    store = new SqliteMetaStore(temp.resolve(folder), StoreLimits.DEFAULT, Clock.systemUTC());
    commands = new BackupCommands(store, store);
  }

  private void moveTo(String folder) {
    store.close();
    open(folder);
  }

  private String file(String name) {
    return temp.resolve(name).toString();
  }

  private List<Resource> all() {
    List<Resource> all = new ArrayList<>(store.list(OTHER, Selector.ALL).items());
    all.addAll(store.list(THING, Selector.ALL).items());
    return all;
  }

  private static String unnamespaced(String name) {
    return "{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"metadata\":{\"name\":\"%s\"}}"
        .formatted(OTHER.apiVersion(), OTHER.kind(), name);
  }

  private static final class EvenOnly implements ResourceSchema {
    @Override
    public ResourceType type() {
      return THING;
    }

    @Override
    public boolean namespaced() {
      return true;
    }

    @Override
    public List<Violation> validate(ResourceKey key, String content, ResourceView view) {
      return content.contains("\"number\":3")
          ? List.of(new Violation("/spec/number", "3", "an even number"))
          : List.of();
    }
  }
}
