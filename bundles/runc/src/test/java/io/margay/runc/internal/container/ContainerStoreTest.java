package io.margay.runc.internal.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.edged.engine.ContainerState;
import io.margay.runc.internal.process.Boot;
import io.margay.runc.internal.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerStoreTest {
  private static final Boot BOOT = new Boot("today");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final ContainerRecord MADE =
      new ContainerRecord(
          "0123456789abcdef0123456789abcdef",
          "s1",
          "main",
          0,
          "i",
          Map.of(),
          Map.of(),
          NOON,
          null,
          BOOT,
          "/log",
          "SIGTERM");

  @TempDir Path state;
  private ContainerStore store;

  @BeforeEach
  void open() throws IOException {
    store =
        new ContainerStore(
            state,
            new OciRuntime(Path.of("/bin/true"), state, new Programs(ForkJoinPool.commonPool())),
            BOOT);
  }

  private ContainerFolder kept(ContainerRecord record) throws IOException {
    ContainerFolder files = store.files(record.id());
    Files.createDirectories(files.path());
    store.write(record);
    return files;
  }

  @Test
  void aContainerThatIsBeingMadeIsNotTakenForOneThatLostItsConmon() throws IOException {
    ContainerFolder files = kept(MADE);

    assertThat(store.state(MADE)).isEqualTo(ContainerState.CREATED);
    assertThat(files.exit()).doesNotExist();
  }

  @Test
  void aContainerThatLostItsConmonIsEndedAndThatIsNoted() throws IOException {
    ContainerRecord started = MADE.startedAt(NOON);
    ContainerFolder files = kept(started);

    assertThat(store.state(started)).isEqualTo(ContainerState.EXITED);
    assertThat(files.ended()).hasValueSatisfying(exit -> assertThat(exit.code()).isEqualTo(137));
  }

  @Test
  void whatRanBeforeTheMachineWasStartedHasEnded() throws IOException {
    ContainerRecord earlier =
        ContainerRecord.read(
            MADE.id(), new ContainerJson(MADE.startedAt(NOON)).with("boot", "yesterday"));
    kept(earlier);

    assertThat(store.state(earlier)).isEqualTo(ContainerState.EXITED);
  }

  @Test
  void whatAKilledNodeHadOnlyBegunOrWasRemovingIsRemoved() throws IOException {
    ContainerFolder whole = kept(MADE);
    String other = "f".repeat(32);
    Path begun = Files.createDirectories(state.resolve("containers/" + other + "/rootfs"));
    Path exit = Files.createFile(state.resolve("exits/" + "e".repeat(32)));
    Path notOurs = Files.createDirectories(state.resolve("containers/lost+found"));

    open();

    assertThat(begun.getParent()).doesNotExist();
    assertThat(exit).doesNotExist();
    assertThat(notOurs).exists();
    assertThat(whole.record()).exists();
    assertThat(store.records()).extracting(ContainerRecord::id).isEqualTo(List.of(MADE.id()));
  }

  @Test
  void anExitCodeThatAPowerCutDamagedIsAnEndThatNobodySaw() throws IOException {
    ContainerRecord started = MADE.startedAt(NOON);
    ContainerFolder files = kept(started);
    Files.write(files.exit(), new byte[] {0, 0});

    assertThat(store.state(started)).isEqualTo(ContainerState.EXITED);
    assertThat(files.ended()).hasValueSatisfying(exit -> assertThat(exit.code()).isEqualTo(137));
  }

  @Test
  void anOrderToAKeeperThatIsGoneKeepsNobodyWaiting() throws Exception {
    ContainerFolder files = kept(MADE);
    assertThat(new ProcessBuilder("mkfifo", files.control().toString()).start().waitFor()).isZero();

    Thread order = new Thread(() -> Conmon.reopenLog(files));
    order.setDaemon(true);
    order.start();
    order.join(20_000);

    assertThat(order.isAlive()).isFalse();
  }

  private record ContainerJson(ContainerRecord record) {
    Map<String, Object> with(String field, Object value) {
      Map<String, Object> json = record.toJson();
      json.put(field, value);
      return json;
    }
  }
}
