package io.margay.runc.internal.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.edged.engine.Dns;
import io.margay.edged.engine.Namespaces;
import io.margay.edged.engine.PodIdentity;
import io.margay.edged.engine.SandboxSpec;
import io.margay.edged.engine.SecurityContext;
import io.margay.runc.internal.process.Boot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SandboxRecordTest {
  private static final Boot BOOT = new Boot("today");
  private static final SandboxSpec SPEC =
      new SandboxSpec(
          new PodIdentity("default", "p", "u1"),
          0,
          "p",
          "/logs",
          Dns.HOST,
          List.of(),
          Map.of(),
          Map.of(),
          "",
          Map.of(),
          Namespaces.USUAL,
          SecurityContext.USUAL);

  private final SandboxRecord begun = SandboxRecord.of("id", SPEC, Instant.EPOCH, BOOT);
  private final SandboxRecord made = begun.asMade(List.of("10.9.0.2"));

  @Test
  void aSandboxIsReadyOnceItIsMadeUntilItIsStoppedOrTheMachineIs() {
    assertThat(begun.toSandbox(BOOT, true).ready()).isFalse();
    assertThat(made.toSandbox(BOOT, true).ready()).isTrue();
    assertThat(made.toSandbox(BOOT, false).ready()).isFalse();
    assertThat(made.toSandbox(new Boot("tomorrow"), true).ready()).isFalse();
    assertThat(made.asStopped().toSandbox(BOOT, true).ready()).isFalse();
  }

  @Test
  void whatIsWrittenIsRead() {
    assertThat(SandboxRecord.read("id", made.toJson())).isEqualTo(made);
  }
}
