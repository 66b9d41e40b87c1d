package io.margay.meta.internal;

import static io.margay.meta.internal.Things.key;
import static io.margay.meta.internal.Things.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.margay.meta.Change;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetaCommandsTest {
  @TempDir Path var;
  private SqliteMetaStore store;
  private MetaCommands commands;

  @BeforeEach
  void open() {
    store = new SqliteMetaStore(var, StoreLimits.DEFAULT, Clock.systemUTC());
    commands = new MetaCommands(store, store);
    store.apply(put("a", "{\"x\":1}"));
    store.apply(new Change.PutStatus(key("a"), "{\"up\":true}"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void listsKindsAndTheResourcesOfOne() {
    assertThat(commands.list())
        .containsExactly(new MetaCommands.KindRow("Thing", "test.margay.io/v1", 1));
    assertThat(commands.list("thing"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.namespace()).isEqualTo("default");
              assertThat(row.name()).isEqualTo("a");
              assertThat(row.owner()).isEqualTo("local");
              assertThat(row.status()).isTrue();
            });
    assertThat(commands.list("nothing")).isEmpty();
  }

  @Test
  void showsOneResourceWithItsStatus() {
    assertThat(commands.get("Thing", "default/a"))
        .startsWith("test.margay.io/v1 Thing")
        .contains("owner       local", "\"x\" : 1", "\"up\" : true");
    assertThat(commands.get("Thing", "default/b")).startsWith("No Thing default/b.");
  }

  @Test
  void checksTheFile() {
    StoreReport report = commands.check();

    assertThat(report.writing()).isEqualTo("ok");
    assertThat(report.integrity()).isEqualTo("ok");
    assertThat(report.resources()).isEqualTo(1);
    assertThat(report.revision()).isEqualTo(2);
  }
}
