package io.margay.meta.internal;

import static io.margay.meta.internal.Things.delete;
import static io.margay.meta.internal.Things.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WatchCommandTest {
  private final Screen screen = new Screen();
  @TempDir Path var;
  private SqliteMetaStore store;
  private WatchCommand command;

  @BeforeEach
  void open() {
    store = new SqliteMetaStore(var, StoreLimits.DEFAULT, Clock.systemUTC());
    command = new WatchCommand(store, store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void printsWhatIsThereAndWhatChanges() throws Exception {
    store.apply(put("a", "{\"on\":true}"));
    Thread watching =
        new Thread(
            () -> command.watch(screen.session(), "", "metadata.name=a", 3, "thing"), "watching");
    watching.start();
    awaitText("1 updated");

    store.apply(put("other", "{}"));
    store.apply(put("a", "{\"on\":false}"));
    awaitText("3 updated");
    store.apply(delete("a"));
    watching.join();

    assertThat(screen.text().lines())
        .containsExactly(
            "1 updated Thing default/a by local",
            "3 updated Thing default/a by local",
            "4 deleted Thing default/a");
    assertThat(store.check().watches()).isZero();
  }

  @Test
  void anInterruptEndsIt() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Thread watching =
        new Thread(
            () -> {
              begun.countDown();
              command.watch(screen.session(), "", "", 0, "test.margay.io/v1/Thing");
            });
    watching.start();
    begun.await();

    watching.interrupt();
    watching.join();

    assertThat(store.check().watches()).isZero();
  }

  @Test
  void theEndOfTheStoreEndsIt() throws Exception {
    store.apply(put("a", "{}"));
    Thread watching = new Thread(() -> command.watch(screen.session(), "", "", 0, "Thing"));
    watching.start();
    awaitText("1 updated");

    store.close();
    watching.join();

    assertThat(screen.text()).endsWith("The watch has ended: the store stops\n");
  }

  @Test
  void aKindThatNobodyKnowsIsToldHowToBeNamed() {
    assertThatThrownBy(() -> command.watch(screen.session(), "", "", 0, "Thing"))
        .hasMessage(
            "there is no Thing yet; name its type as apiVersion/Kind to wait for the first");
    assertThatThrownBy(() -> command.watch(screen.session(), "a=(", "", 0, "Thing"))
        .hasMessageStartingWith("selector \"a=(\"");
  }

  private void awaitText(String part) {
    while (!screen.text().contains(part)) {
      Thread.onSpinWait();
    }
  }
}
