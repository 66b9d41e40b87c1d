package io.margay.runc.internal.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.edged.engine.ContainerState;
import io.margay.runc.internal.process.Boot;
import io.margay.runc.internal.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerStoreTest {
  private static final String ID = "0123456789abcdef0123456789abcdef";

  @TempDir Path folder;
  private ContainerStore store;
  private ContainerRecord record;

  @BeforeEach
  void start() throws IOException {
    Boot boot = new Boot("today");
    store =
        new ContainerStore(
            folder,
            new OciRuntime(
                Path.of("/bin/true"),
                folder.resolve("runc"),
                new Programs(task -> new Thread(task).start())),
            boot);
    Files.createDirectory(store.files(ID).path());
    record =
        new ContainerRecord(
            ID, "s", "a", 0, "i", Map.of(), Map.of(), Instant.EPOCH, null, boot, "", "SIGTERM");
  }

  @Test
  void aContainerThatIsJustBeingMadeIsNotTakenForOneThatLostItsKeeper() {
    store.begin(record);
    assertThat(store.state(record)).isEqualTo(ContainerState.CREATED);
    assertThat(store.files(ID).ended()).isEmpty();

    store.made(ID);
    assertThat(store.state(record)).as("nobody keeps it").isEqualTo(ContainerState.EXITED);
    assertThat(store.files(ID).ended().orElseThrow().code()).isEqualTo(ContainerStore.KILLED);
  }

  @Test
  void anExitCodeThatAPowerCutDamagedIsAnEndThatNobodySaw() throws IOException {
    store.write(record);
    Files.write(store.files(ID).exit(), new byte[] {0, 0});

    assertThat(store.state(record)).isEqualTo(ContainerState.EXITED);
    assertThat(store.files(ID).ended().orElseThrow().code()).isEqualTo(ContainerStore.KILLED);
  }

  @Test
  void anOrderToAKeeperThatIsGoneKeepsNobodyWaiting() throws Exception {
    Path pipe = store.files(ID).control();
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    Thread order = new Thread(() -> Conmon.reopenLog(store.files(ID)));
    order.setDaemon(true);
    order.start();
    order.join(20_000);

    assertThat(order.isAlive()).isFalse();
  }
}
