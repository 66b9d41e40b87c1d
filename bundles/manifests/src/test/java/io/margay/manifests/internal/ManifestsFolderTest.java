package io.margay.manifests.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceSchema;
import io.margay.meta.ResourceType;
import io.margay.meta.ResourceView;
import io.margay.meta.Selector;
import io.margay.meta.Violation;
import io.margay.meta.WatchEvent;
import io.margay.meta.WatchListener;
import io.margay.meta.internal.SqliteMetaStore;
import io.margay.meta.internal.StoreLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The folder with its threads, on the real clock. */
@Timeout(120)
class ManifestsFolderTest {
  private static final ResourceType MODEL = ResourceType.of("test.margay.io/v1", "Model");
  private static final String YAML =
      "apiVersion: test.margay.io/v1\nkind: Model\nmetadata: {name: m}\nspec: {x: %d}\n";

  @TempDir Path temp;
  private final BlockingQueue<WatchEvent> events = new LinkedBlockingQueue<>();
  private final ResourceSchema schema = new ModelSchema();
  private Path file;
  private SqliteMetaStore store;
  private ManifestsFolder manifests;

  @BeforeEach
  void open() throws Exception {
    Path folder = Files.createDirectories(temp.resolve("manifests"));
    file = folder.resolve("m.yaml");
    store = new SqliteMetaStore(temp.resolve("var"), StoreLimits.DEFAULT, Clock.systemUTC());
    store.watch(MODEL, Selector.ALL, 0, new Recorder());
    manifests = new ManifestsFolder(folder, store, Duration.ofSeconds(20), Duration.ofMillis(50));
  }

  @AfterEach
  void close() {
    manifests.close();
    store.close();
  }

  @Test
  void theSystemTellsOfNewEditedAndDeletedFiles() throws Exception {
    manifests.bindSchema(schema);

    Files.writeString(file, YAML.formatted(1));
    assertThat(updated()).contains("{\"x\":1}");
    Files.writeString(file, YAML.formatted(2));
    assertThat(updated()).contains("{\"x\":2}");
    Files.delete(file);
    assertThat(next()).isInstanceOf(WatchEvent.Deleted.class);
  }

  @Test
  void aSchemaThatArrivesReleasesWhatWasHeld() throws Exception {
    Files.writeString(file, YAML.formatted(1));
    while (manifests.files().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(manifests.files().get(0).status()).isEqualTo("held");

    manifests.bindSchema(schema);

    assertThat(updated()).contains("{\"x\":1}");
  }

  @Test
  void nothingRunsAfterClosing() {
    manifests.close();

    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("margay-manifests"));
  }

  private String updated() throws InterruptedException {
    return ((WatchEvent.Updated) next()).resource().content();
  }

  private WatchEvent next() throws InterruptedException {
    WatchEvent event = events.poll(30, TimeUnit.SECONDS);
    assertThat(event).as("an event within 15 s").isNotNull();
    return event;
  }

  private final class Recorder implements WatchListener {
    @Override
    public void onEvents(List<WatchEvent> told) {
      told.stream().filter(event -> !(event instanceof WatchEvent.Bookmark)).forEach(events::add);
    }

    @Override
    public void onCut(String reason) {}
  }

  private static final class ModelSchema implements ResourceSchema {
    @Override
    public ResourceType type() {
      return MODEL;
    }

    @Override
    public boolean namespaced() {
      return true;
    }

    @Override
    public List<Violation> validate(ResourceKey key, String content, ResourceView view) {
      return List.of();
    }
  }
}
