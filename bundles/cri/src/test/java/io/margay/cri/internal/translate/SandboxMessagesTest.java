package io.margay.cri.internal.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.cri.internal.wire.Cri;
import io.margay.edged.engine.Dns;
import io.margay.edged.engine.Namespaces;
import io.margay.edged.engine.PodIdentity;
import io.margay.edged.engine.PortMapping;
import io.margay.edged.engine.Sandbox;
import io.margay.edged.engine.SandboxSpec;
import io.margay.edged.engine.SandboxStatus;
import io.margay.edged.engine.SecurityContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SandboxMessagesTest {
  private static final Instant CREATED = Instant.parse("2026-11-27T06:00:01.123456789Z");
  private static final long CREATED_NANOS = 1_795_759_201_123_456_789L;
  private static final PortMapping WEB =
      new PortMapping(PortMapping.Protocol.UDP, 80, 8080, "127.0.0.1");
  private static final Cri.PodSandboxMetadata POD =
      Cri.PodSandboxMetadata.newBuilder()
          .setNamespace("plant")
          .setName("press")
          .setUid("u1")
          .setAttempt(2)
          .build();

  @Test
  void everyFieldOfASpecIsSent() {
    Cri.PodSandboxConfig config =
        SandboxMessages.config(
            spec(
                Namespaces.USUAL,
                new Dns(List.of("10.0.0.1"), List.of("edge.local"), List.of("ndots:5"))));

    assertThat(config.getMetadata()).isEqualTo(POD);
    assertThat(config.getHostname()).isEqualTo("press");
    assertThat(config.getLogDirectory()).isEqualTo("/var/log/pods/press");
    assertThat(config.getLabelsMap()).isEqualTo(Map.of("l", "1"));
    assertThat(config.getAnnotationsMap()).isEqualTo(Map.of("a", "2"));
    assertThat(config.getPortMappingsList())
        .containsExactly(
            Cri.PortMapping.newBuilder()
                .setProtocol(Cri.Protocol.UDP)
                .setContainerPort(80)
                .setHostPort(8080)
                .setHostIp("127.0.0.1")
                .build());
    assertThat(config.getDnsConfig())
        .isEqualTo(
            Cri.DNSConfig.newBuilder()
                .addServers("10.0.0.1")
                .addSearches("edge.local")
                .addOptions("ndots:5")
                .build());
    assertThat(config.getLinux().getCgroupParent()).isEqualTo("/kubepods/podu1");
    assertThat(config.getLinux().getSysctlsMap()).isEqualTo(Map.of("net.core.somaxconn", "99"));
  }

  @Test
  void withTheHostsNetworkThereIsNoHostNameAndNoPort() {
    Cri.PodSandboxConfig config =
        SandboxMessages.config(
            spec(
                new Namespaces(
                    Namespaces.Mode.NODE, Namespaces.Mode.CONTAINER, Namespaces.Mode.POD),
                Dns.HOST));

    assertThat(config.getHostname()).isEmpty();
    assertThat(config.getPortMappingsList()).isEmpty();
    assertThat(config.getLinux().getSecurityContext().getNamespaceOptions().getNetwork())
        .isEqualTo(Cri.NamespaceMode.NODE);
  }

  @Test
  void theHostsNameServersAreAskedForBySayingNothing() {
    assertThat(SandboxMessages.config(spec(Namespaces.USUAL, Dns.HOST)).hasDnsConfig()).isFalse();
  }

  @Test
  void aListedSandboxIsRead() {
    Cri.PodSandbox.Builder message =
        Cri.PodSandbox.newBuilder()
            .setId("s1")
            .setMetadata(POD)
            .setState(Cri.PodSandboxState.SANDBOX_READY)
            .setCreatedAt(CREATED_NANOS)
            .putLabels("l", "1")
            .putAnnotations("a", "2");

    assertThat(SandboxMessages.sandbox(message.build())).isEqualTo(sandbox(true));
    assertThat(
            SandboxMessages.sandbox(message.setState(Cri.PodSandboxState.SANDBOX_NOTREADY).build()))
        .isEqualTo(sandbox(false));
    assertThat(SandboxMessages.sandbox(message.setStateValue(7).build())).isEqualTo(sandbox(false));
  }

  @Test
  void aStatusHasAllAddresses() {
    Cri.PodSandboxStatus.Builder message =
        Cri.PodSandboxStatus.newBuilder()
            .setId("s1")
            .setMetadata(POD)
            .setState(Cri.PodSandboxState.SANDBOX_READY)
            .setCreatedAt(CREATED_NANOS)
            .putLabels("l", "1")
            .putAnnotations("a", "2");

    assertThat(SandboxMessages.status(message.build()))
        .isEqualTo(new SandboxStatus(sandbox(true), List.of()));
    message.setNetwork(
        Cri.PodSandboxNetworkStatus.newBuilder()
            .setIp("10.88.0.2")
            .addAdditionalIps(Cri.PodIP.newBuilder().setIp("fd00::2")));
    assertThat(SandboxMessages.status(message.build()).addresses())
        .containsExactly("10.88.0.2", "fd00::2");
  }

  private static SandboxSpec spec(Namespaces namespaces, Dns dns) {
    return new SandboxSpec(
        new PodIdentity("plant", "press", "u1"),
        2,
        "press",
        "/var/log/pods/press",
        dns,
        List.of(WEB),
        Map.of("l", "1"),
        Map.of("a", "2"),
        "/kubepods/podu1",
        Map.of("net.core.somaxconn", "99"),
        namespaces,
        SecurityContext.USUAL);
  }

  private static Sandbox sandbox(boolean ready) {
    return new Sandbox(
        "s1",
        new PodIdentity("plant", "press", "u1"),
        2,
        ready,
        CREATED,
        Map.of("l", "1"),
        Map.of("a", "2"));
  }
}
