package io.margay.meta.internal;

import static io.margay.meta.internal.Things.THING;
import static io.margay.meta.internal.Things.content;
import static io.margay.meta.internal.Things.delete;
import static io.margay.meta.internal.Things.key;
import static io.margay.meta.internal.Things.labelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.margay.meta.Change;
import io.margay.meta.MetaException;
import io.margay.meta.Owner;
import io.margay.meta.Precondition;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceList;
import io.margay.meta.ResourceSchema;
import io.margay.meta.ResourceType;
import io.margay.meta.ResourceView;
import io.margay.meta.Selector;
import io.margay.meta.Violation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreSemanticsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @TempDir Path var;
  private SqliteMetaStore store;

  @BeforeEach
  void open() {
    store = new SqliteMetaStore(var, StoreLimits.DEFAULT, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aNewResourceHasGenerationOneAndTheNextRevision() {
    Resource first = store.apply(put("a", "{\"x\":1}")).orElseThrow();
    Resource second = store.apply(put("b", "{}")).orElseThrow();

    assertThat(first.generation()).isEqualTo(1);
    assertThat(first.created()).isEqualTo(NOW);
    assertThat(first.owner()).isEqualTo(Owner.LOCAL);
    assertThat(first.status()).isNull();
    assertThat(second.revision()).isGreaterThan(first.revision());
    assertThat(second.uid()).isNotEqualTo(first.uid());
    assertThat(store.get(key("a"))).contains(first);
  }

  @Test
  void aChangedContentCountsAsAGenerationAndKeepsTheUid() {
    Resource first = store.apply(put("a", "{\"x\":1}")).orElseThrow();
    Resource second = store.apply(put("a", "{\"x\":2}")).orElseThrow();

    assertThat(second.uid()).isEqualTo(first.uid());
    assertThat(second.generation()).isEqualTo(2);
    assertThat(second.revision()).isGreaterThan(first.revision());
    assertThat(store.get(key("a"))).contains(second);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"x\":1,\"y\":[true]} | {\"x\":1,\"y\":[true]}",
        "{\"x\":1,\"y\":[true]} | { \"x\" : 1 , \"y\" : [ true ] }",
        "{\"x\":1,\"y\":[true]} | {\"y\":[true],\"x\":1}"
      })
  void contentThatSaysTheSameChangesNothing(String stored, String same) {
    Resource before = store.apply(put("a", stored)).orElseThrow();

    Resource after = store.apply(put("a", same)).orElseThrow();

    assertThat(after).isEqualTo(before);
    assertThat(store.list(THING, Selector.ALL).revision()).isEqualTo(before.revision());
  }

  @Test
  void contentKeepsUnknownFieldsOrderAndTheDigitsOfNumbers() {
    String spec = "{\"z\":10000000000,\"a\":0.1,\"m\":1.50,\"big\":123456789012345678901234567890}";

    store.apply(put("a", spec));

    assertThat(store.get(key("a")).orElseThrow().content()).isEqualTo(content(key("a"), spec));
  }

  @Test
  void aStatusInTheContentIsLeftOut() {
    String json =
        """
        {"apiVersion":"test.margay.io/v1","status":{"up":true},"kind":"Thing",\
        "metadata":{"name":"a"}}""";

    Resource stored = store.apply(new Change.Put(key("a"), Owner.LOCAL, json)).orElseThrow();

    assertThat(stored.content())
        .isEqualTo(
            "{\"apiVersion\":\"test.margay.io/v1\",\"kind\":\"Thing\",\"metadata\":{\"name\":\"a\"}}");
    assertThat(stored.status()).isNull();
  }

  @Test
  void aStatusMovesTheRevisionAndNotTheGeneration() {
    Resource made = store.apply(put("a", "{}")).orElseThrow();

    Resource up = store.apply(new Change.PutStatus(key("a"), "{\"up\":true}")).orElseThrow();
    Resource same = store.apply(new Change.PutStatus(key("a"), "{ \"up\":true }")).orElseThrow();
    Resource edited = store.apply(put("a", "{\"x\":1}")).orElseThrow();

    assertThat(up.generation()).isEqualTo(1);
    assertThat(up.revision()).isGreaterThan(made.revision());
    assertThat(up.status()).isEqualTo("{\"up\":true}");
    assertThat(same).isEqualTo(up);
    assertThat(edited.status()).isEqualTo("{\"up\":true}");
  }

  @Test
  void aStatusNeedsItsResource() {
    assertThatThrownBy(() -> store.apply(new Change.PutStatus(key("a"), "{}")))
        .isInstanceOf(MetaException.NotFound.class)
        .hasMessage("Thing default/a does not exist");
  }

  @Test
  void deletingGivesTheResourceAsItWasAndIsDoneWhenThereIsNone() {
    Resource made = store.apply(put("a", "{}")).orElseThrow();

    assertThat(store.apply(delete("a"))).contains(made);
    assertThat(store.apply(delete("a"))).isEmpty();
    assertThat(store.get(key("a"))).isEmpty();
  }

  @Test
  void aResourceThatIsMadeAgainIsAnotherOne() {
    Resource first = store.apply(put("a", "{}")).orElseThrow();
    store.apply(delete("a"));

    Resource second = store.apply(put("a", "{}")).orElseThrow();

    assertThat(second.uid()).isNotEqualTo(first.uid());
    assertThat(second.generation()).isEqualTo(1);
  }

  @Test
  void anotherOwnerMayNeitherChangeNorDelete() {
    Resource made = store.apply(put("a", "{}")).orElseThrow();

    assertThatThrownBy(
            () ->
                store.apply(new Change.Put(key("a"), Owner.CLOUD, content(key("a"), "{\"x\":1}"))))
        .isInstanceOf(MetaException.Conflict.class)
        .hasMessage("Thing default/a is owned by local; cloud may not change it");
    assertThatThrownBy(() -> store.apply(new Change.Delete(key("a"), Owner.MANIFEST)))
        .isInstanceOf(MetaException.Conflict.class)
        .hasMessage("Thing default/a is owned by local; manifest may not delete it");
    assertThat(store.get(key("a"))).contains(made);
  }

  @Test
  void preconditionsAreAskedOfTheStoredResource() {
    Resource first = store.apply(put("a", "{}")).orElseThrow();
    Resource second = store.apply(put("a", "{\"x\":1}")).orElseThrow();
    String next = content(key("a"), "{\"x\":2}");

    assertThatThrownBy(() -> store.apply(put(next, Precondition.unchanged(first))))
        .isInstanceOf(MetaException.Conflict.class)
        .hasMessage(
            "Thing default/a has changed: it is at revision %d, not %d",
            second.revision(), first.revision());
    assertThatThrownBy(() -> store.apply(put(next, new Precondition(null, "other", false))))
        .isInstanceOf(MetaException.Conflict.class);
    assertThatThrownBy(() -> store.apply(put(next, Precondition.ABSENT)))
        .isInstanceOf(MetaException.Conflict.class)
        .hasMessage("Thing default/a exists already");
    assertThat(store.apply(put(next, Precondition.unchanged(second)))).isPresent();
  }

  @Test
  void anUpdateThatExpectsAResourceNeedsIt() {
    Precondition someRevision = new Precondition(7L, null, false);

    assertThatThrownBy(() -> store.apply(put(content(key("a"), "{}"), someRevision)))
        .isInstanceOf(MetaException.NotFound.class);
  }

  @Test
  void aBatchIsMadeTogetherOrNotAtAll() {
    store.apply(new Change.Put(key("mine"), Owner.CLOUD, content(key("mine"), "{}")));

    assertThatThrownBy(() -> store.apply(List.of(put("a", "{}"), put("mine", "{\"x\":1}"))))
        .isInstanceOf(MetaException.Conflict.class);

    assertThat(store.get(key("a"))).isEmpty();
  }

  @Test
  void aBatchAnswersEachChangeInOrder() {
    store.apply(put("old", "{}"));

    List<Optional<Resource>> results =
        store.apply(List.of(put("a", "{}"), delete("old"), delete("none"), put("a", "{\"x\":1}")));

    assertThat(results.get(0).orElseThrow().generation()).isEqualTo(1);
    assertThat(results.get(1).orElseThrow().key()).isEqualTo(key("old"));
    assertThat(results.get(2)).isEmpty();
    assertThat(results.get(3).orElseThrow().generation()).isEqualTo(2);
  }

  @Test
  void listsByNamespaceAndNameWhatASelectorPicks() {
    store.apply(List.of(put("b", "{}"), put("a", "{}"), inNamespace("zoo", "a", "{\"x\":\"1\"}")));

    assertThat(names(store.list(THING, Selector.ALL)))
        .containsExactly("default/a", "default/b", "zoo/a");
    assertThat(names(store.list(THING, Selector.inNamespace("default"))))
        .containsExactly("default/a", "default/b");
    assertThat(names(store.list(THING, new Selector("", "a", Map.of()))))
        .containsExactly("default/a", "zoo/a");
    assertThat(names(store.list(THING, new Selector("", "", Map.of("x", "1")))))
        .containsExactly("zoo/a");
    assertThat(store.list(Things.OTHER, Selector.ALL).items()).isEmpty();
  }

  @Test
  void aSchemaIsAskedForItsTypeAndSeesTheWholeBatch() {
    store.bindSchema(new NeedsModel());

    MetaException.Invalid refused =
        catchThrowableOfType(MetaException.Invalid.class, () -> store.apply(put("a", "{}")));
    store.apply(List.of(put("a", "{}"), put("model", "{}")));

    assertThat(refused.key()).isEqualTo(key("a"));
    assertThat(refused.violations())
        .containsExactly(new Violation("/spec", "nothing", "a thing called model"));
    assertThatThrownBy(() -> store.apply(List.of(delete("model"), put("b", "{}"))))
        .isInstanceOf(MetaException.Invalid.class);
  }

  @Test
  void aSchemaSaysWhetherItsTypeHasNamespaces() {
    store.bindSchema(new NeedsModel());
    ResourceKey bare = new ResourceKey(THING, "", "model");

    assertThatThrownBy(() -> store.apply(new Change.Put(bare, Owner.LOCAL, labelled(bare, "{}"))))
        .isInstanceOf(MetaException.Invalid.class)
        .hasMessageContaining("/metadata/namespace: found nothing, expected a namespace");
  }

  @Test
  void aSchemaThatFailsRefusesTheResourceAndNothingElse() {
    ResourceSchema broken =
        new NeedsModel() {
          @Override
          public List<Violation> validate(ResourceKey key, String content, ResourceView view) {
            throw new IllegalStateException("oops");
          }
        };
    store.bindSchema(broken);

    assertThatThrownBy(() -> store.apply(put("a", "{}")))
        .isInstanceOf(MetaException.Invalid.class)
        .hasMessageContaining("oops");
    store.unbindSchema(broken);
    assertThat(store.apply(put("a", "{}"))).isPresent();
  }

  @Test
  void everythingIsThereAgainAfterAReopening() {
    Resource made = store.apply(put("a", "{\"x\":1}")).orElseThrow();
    Resource up = store.apply(new Change.PutStatus(key("a"), "{\"up\":true}")).orElseThrow();

    store.close();
    open();

    assertThat(store.get(key("a"))).contains(up);
    assertThat(store.apply(put("b", "{}")).orElseThrow().revision())
        .isGreaterThan(made.revision() + 1);
  }

  @Test
  void aClosedStoreSaysSo() {
    store.close();

    assertThatThrownBy(() -> store.apply(put("a", "{}")))
        .isInstanceOf(MetaException.Unavailable.class)
        .hasMessageEndingWith("meta.db is closed");
    assertThatThrownBy(() -> store.get(key("a"))).isInstanceOf(MetaException.Unavailable.class);
  }

  @Test
  void onlyTheNodesUserSeesTheFolder() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(var.resolve("meta"))))
        .isEqualTo("rwx------");
  }

  @Test
  void theNativeCodeIsUnpackedOnceAtMost() throws Exception {
    store.close();
    open();

    Path tmp = var.resolve("tmp");
    if (Files.exists(tmp)) {
      try (var files = Files.walk(tmp)) {
        assertThat(files.filter(Files::isRegularFile)).hasSizeLessThanOrEqualTo(1);
      }
    }
  }

  private static Change.Put put(String content, Precondition precondition) {
    return new Change.Put(key("a"), Owner.LOCAL, content, precondition);
  }

  private static Change.Put put(String name, String spec) {
    return Things.put(name, spec);
  }

  private static Change.Put inNamespace(String namespace, String name, String labels) {
    ResourceKey key = new ResourceKey(THING, namespace, name);
    return new Change.Put(key, Owner.LOCAL, labelled(key, labels));
  }

  private static List<String> names(ResourceList list) {
    return list.items().stream().map(r -> r.key().namespace() + "/" + r.key().name()).toList();
  }

  /** Accepts a thing only when there is, or will be, one called {@code model}. */
  private static class NeedsModel implements ResourceSchema {
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
      return view.content(key("model")).isPresent()
          ? List.of()
          : List.of(new Violation("/spec", "nothing", "a thing called model"));
    }
  }
}
