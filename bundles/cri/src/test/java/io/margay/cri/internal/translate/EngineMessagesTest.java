package io.margay.cri.internal.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.margay.cri.internal.wire.Cri;
import io.margay.edged.engine.ContainerUsage;
import io.margay.edged.engine.EngineHealth;
import io.margay.edged.engine.EngineHealth.Condition;
import io.margay.edged.engine.EngineInfo;
import io.margay.edged.engine.ExecResult;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineMessagesTest {
  private static final Cri.Container RUNNING =
      container("c1", Cri.ContainerState.CONTAINER_RUNNING);
  private static final Cri.Container ENDED = container("c2", Cri.ContainerState.CONTAINER_EXITED);

  @Test
  void theEngineHasItsNameAndVersion() {
    assertThat(
            EngineMessages.info(
                Cri.VersionResponse.newBuilder()
                    .setRuntimeName("cri-o")
                    .setRuntimeVersion("1.30.0")
                    .build()))
        .isEqualTo(new EngineInfo("cri-o", "1.30.0"));
  }

  @Test
  void healthIsTheTwoConditions() {
    Cri.RuntimeStatus status =
        Cri.RuntimeStatus.newBuilder()
            .addConditions(
                Cri.RuntimeCondition.newBuilder()
                    .setType("RuntimeReady")
                    .setStatus(true)
                    .setReason("ignored"))
            .addConditions(
                Cri.RuntimeCondition.newBuilder()
                    .setType("NetworkReady")
                    .setReason("NetworkPluginNotReady")
                    .setMessage("no CNI configuration"))
            .build();

    assertThat(EngineMessages.health(status))
        .isEqualTo(
            new EngineHealth(
                Condition.READY,
                new Condition(false, "NetworkPluginNotReady", "no CNI configuration")));
  }

  @Test
  void whatAnEngineDoesNotSayOfItsHealthIsNotGood() {
    EngineHealth health = EngineMessages.health(Cri.RuntimeStatus.getDefaultInstance());

    assertThat(health.ready()).isFalse();
    assertThat(health.network().message()).contains("NetworkReady");
  }

  @Test
  void aProgramsEndIsRead() {
    assertThat(
            EngineMessages.exec(
                Cri.ExecSyncResponse.newBuilder()
                    .setExitCode(3)
                    .setStdout(ByteString.copyFromUtf8("grün"))
                    .setStderr(ByteString.copyFrom(new byte[] {'x', (byte) 0xff}))
                    .build()))
        .isEqualTo(new ExecResult(3, "grün", "x\uFFFD", false));
  }

  @Test
  void usageIsOfContainersThatRunAndHaveFigures() {
    List<ContainerUsage> usage =
        EngineMessages.usage(
            List.of(figures("c1"), figures("c2"), figures("c3")),
            List.of(RUNNING, ENDED, container("c4", Cri.ContainerState.CONTAINER_RUNNING)));

    assertThat(usage)
        .containsExactly(
            new ContainerUsage(
                ContainerMessages.container(RUNNING), Instant.ofEpochSecond(9), 11, 22, 33, 44));
  }

  @Test
  void aContainerWithoutFiguresYetIsLeftOut() {
    Cri.ContainerStats empty =
        Cri.ContainerStats.newBuilder()
            .setAttributes(Cri.ContainerAttributes.newBuilder().setId("c1"))
            .build();

    assertThat(EngineMessages.usage(List.of(empty), List.of(RUNNING))).isEmpty();
  }

  private static Cri.Container container(String id, Cri.ContainerState state) {
    return Cri.Container.newBuilder().setId(id).setState(state).build();
  }

  private static Cri.ContainerStats figures(String id) {
    return Cri.ContainerStats.newBuilder()
        .setAttributes(Cri.ContainerAttributes.newBuilder().setId(id))
        .setCpu(
            Cri.CpuUsage.newBuilder()
                .setTimestamp(9_000_000_000L)
                .setUsageCoreNanoSeconds(number(11)))
        .setMemory(Cri.MemoryUsage.newBuilder().setWorkingSetBytes(number(22)))
        .setWritableLayer(
            Cri.FilesystemUsage.newBuilder().setUsedBytes(number(33)).setInodesUsed(number(44)))
        .build();
  }

  private static Cri.UInt64Value.Builder number(long value) {
    return Cri.UInt64Value.newBuilder().setValue(value);
  }
}
