package io.margay.cri.internal.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.cri.internal.wire.Cri;
import io.margay.edged.engine.Container;
import io.margay.edged.engine.ContainerSpec;
import io.margay.edged.engine.ContainerState;
import io.margay.edged.engine.ContainerStatus;
import io.margay.edged.engine.EnvironmentVariable;
import io.margay.edged.engine.LinuxResources;
import io.margay.edged.engine.Mount;
import io.margay.edged.engine.Namespaces;
import io.margay.edged.engine.SecurityContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerMessagesTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Cri.Container LISTED =
      Cri.Container.newBuilder()
          .setId("c1")
          .setPodSandboxId("s1")
          .setMetadata(Cri.ContainerMetadata.newBuilder().setName("web").setAttempt(3))
          .setImageRef("sha256:1")
          .setState(Cri.ContainerState.CONTAINER_RUNNING)
          .setCreatedAt(5 * SECOND)
          .putLabels("l", "1")
          .putAnnotations("a", "2")
          .build();

  @Test
  void everyFieldOfASpecIsSent() {
    Cri.ContainerConfig config =
        ContainerMessages.config(
            new ContainerSpec(
                "web",
                3,
                "sha256:1",
                List.of("/bin/web"),
                List.of("-v"),
                "/srv",
                List.of(new EnvironmentVariable("A", "1"), new EnvironmentVariable("B", "2")),
                List.of(new Mount("/host", "/data", true, Mount.Propagation.BIDIRECTIONAL)),
                List.of(new ContainerSpec.Device("/dev/ttyS0", "/dev/serial", "rw")),
                Map.of("l", "1"),
                Map.of("a", "2"),
                "web/3.log",
                true,
                true,
                true,
                new LinuxResources(512, 50_000, 100_000, 64 << 20, 900),
                Namespaces.USUAL,
                SecurityContext.USUAL));

    assertThat(config.getMetadata()).isEqualTo(LISTED.getMetadata());
    assertThat(config.getImage().getImage()).isEqualTo("sha256:1");
    assertThat(config.getCommandList()).containsExactly("/bin/web");
    assertThat(config.getArgsList()).containsExactly("-v");
    assertThat(config.getWorkingDir()).isEqualTo("/srv");
    assertThat(config.getEnvsList())
        .containsExactly(
            Cri.KeyValue.newBuilder().setKey("A").setValue("1").build(),
            Cri.KeyValue.newBuilder().setKey("B").setValue("2").build());
    assertThat(config.getMountsList())
        .containsExactly(
            Cri.Mount.newBuilder()
                .setHostPath("/host")
                .setContainerPath("/data")
                .setReadonly(true)
                .setPropagation(Cri.MountPropagation.PROPAGATION_BIDIRECTIONAL)
                .build());
    assertThat(config.getDevicesList())
        .containsExactly(
            Cri.Device.newBuilder()
                .setHostPath("/dev/ttyS0")
                .setContainerPath("/dev/serial")
                .setPermissions("rw")
                .build());
    assertThat(config.getLabelsMap()).isEqualTo(Map.of("l", "1"));
    assertThat(config.getAnnotationsMap()).isEqualTo(Map.of("a", "2"));
    assertThat(config.getLogPath()).isEqualTo("web/3.log");
    assertThat(List.of(config.getStdin(), config.getStdinOnce(), config.getTty()))
        .containsOnly(true);
    assertThat(config.getLinux().getResources())
        .isEqualTo(
            Cri.LinuxContainerResources.newBuilder()
                .setCpuShares(512)
                .setCpuQuota(50_000)
                .setCpuPeriod(100_000)
                .setMemoryLimitInBytes(64 << 20)
                .setOomScoreAdj(900)
                .build());
  }

  @ParameterizedTest
  @CsvSource({"0, CREATED", "1, RUNNING", "2, EXITED", "3, UNKNOWN", "9, UNKNOWN"})
  void statesAreRead(int wire, ContainerState state) {
    assertThat(ContainerMessages.container(LISTED.toBuilder().setStateValue(wire).build()))
        .isEqualTo(container(state));
  }

  @Test
  void aStatusHasTheStateOfItsOwn() {
    Cri.ContainerStatus message =
        Cri.ContainerStatus.newBuilder()
            .setState(Cri.ContainerState.CONTAINER_EXITED)
            .setStartedAt(6 * SECOND)
            .setFinishedAt(7 * SECOND)
            .setExitCode(137)
            .setImage(Cri.ImageSpec.newBuilder().setImage("web:1"))
            .setReason("OOMKilled")
            .setMessage("too much")
            .setLogPath("/var/log/web.log")
            .build();

    assertThat(ContainerMessages.status(LISTED, message))
        .isEqualTo(
            new ContainerStatus(
                container(ContainerState.EXITED),
                "web:1",
                Instant.ofEpochSecond(6),
                Instant.ofEpochSecond(7),
                137,
                "OOMKilled",
                "too much",
                "/var/log/web.log"));
  }

  @ParameterizedTest
  @CsvSource({"0", "-6795364578871345152"})
  void whatHasNotHappenedHasNoTime(long wire) {
    ContainerStatus status =
        ContainerMessages.status(
            LISTED,
            Cri.ContainerStatus.newBuilder().setStartedAt(wire).setFinishedAt(wire).build());

    assertThat(status.started()).isNull();
    assertThat(status.finished()).isNull();
  }

  private static Container container(ContainerState state) {
    return new Container(
        "c1",
        "s1",
        "web",
        3,
        "sha256:1",
        state,
        Instant.ofEpochSecond(5),
        Map.of("l", "1"),
        Map.of("a", "2"));
  }
}
