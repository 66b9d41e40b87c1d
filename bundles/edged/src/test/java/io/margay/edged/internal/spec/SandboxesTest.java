package io.margay.edged.internal.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.margay.edged.engine.Dns;
import io.margay.edged.engine.Namespaces;
import io.margay.edged.engine.Namespaces.Mode;
import io.margay.edged.engine.PortMapping;
import io.margay.edged.engine.PortMapping.Protocol;
import io.margay.edged.engine.SandboxSpec;
import io.margay.edged.internal.PodJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxesTest {
  private final Sandboxes sandboxes =
      new Sandboxes(
          new NameServers(List.of(), "cluster.local", () -> Dns.HOST),
          new Rights(Path.of("/profiles")),
          new CgroupPaths("/kubepods"),
          Path.of("/logs"),
          "cluster.local",
          Set.of("net.core.*"));

  @Test
  void aSandboxIsKnownAgainByItsPod() throws SpecException {
    SandboxSpec spec = sandboxes.of(PodJson.containers("{'name':'a','image':'i'}"), 3);

    assertThat(spec.attempt()).isEqualTo(3);
    assertThat(spec.hostname()).isEqualTo("press");
    assertThat(spec.logDirectory()).isEqualTo("/logs/plant_press_0a1b2c3d");
    assertThat(spec.cgroupParent()).isEqualTo("/kubepods/besteffort/pod0a1b2c3d");
    assertThat(spec.labels()).containsEntry("io.kubernetes.pod.uid", "0a1b2c3d");
    assertThat(spec.namespaces()).isEqualTo(Namespaces.USUAL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'hostNetwork':true|NODE|CONTAINER|POD",
        "'hostPID':true|POD|NODE|POD",
        "'hostIPC':true|POD|CONTAINER|NODE",
        "'shareProcessNamespace':true|POD|POD|POD",
      })
  void namespacesAreSharedAsAsked(String field, Mode network, Mode pid, Mode ipc)
      throws SpecException {
    assertThat(of(field, "").namespaces()).isEqualTo(new Namespaces(network, pid, ipc));
  }

  @Test
  void portsOfTheHostLeadToTheContainers() throws SpecException {
    SandboxSpec spec =
        of(
            "",
            "'ports':[{'containerPort':80,'hostPort':8080,'hostIP':'127.0.0.1'},"
                + "{'containerPort':53,'hostPort':5353,'protocol':'UDP'},{'containerPort':1}]");

    assertThat(spec.ports())
        .containsExactly(
            new PortMapping(Protocol.TCP, 80, 8080, "127.0.0.1"),
            new PortMapping(Protocol.UDP, 53, 5353, ""));
  }

  @Test
  void withTheHostsNetworkThereIsNoNameAndNoPortToMap() throws SpecException {
    SandboxSpec spec = of("'hostNetwork':true", "'ports':[{'containerPort':80,'hostPort':80}]");

    assertThat(spec.hostname()).isEmpty();
    assertThat(spec.ports()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'hostname':'p1'|p1",
        "'hostname':'p1','subdomain':'line'|p1",
        "'hostname':'p1','subdomain':'line','setHostnameAsFQDN':true|p1.line.plant.svc.cluster.local",
        "'setHostnameAsFQDN':true|press",
      })
  void aPodIsCalledAsItAsks(String fields, String hostname) throws SpecException {
    assertThat(of(fields, "").hostname()).isEqualTo(hostname);
  }

  @Test
  void aNameTooLongForLinuxIsRefused() {
    assertThatExceptionOfType(SpecException.class)
        .isThrownBy(
            () -> of("'subdomain':'%s','setHostnameAsFQDN':true".formatted("s".repeat(60)), ""))
        .withMessageContaining("at most 64 characters");
  }

  @Test
  void safeSysctlsAreSet() throws SpecException {
    assertThat(sysctls("'name':'net/ipv4/tcp_syncookies','value':'1'", "").sysctls())
        .isEqualTo(Map.of("net.ipv4.tcp_syncookies", "1"));
    assertThat(sysctls("'name':'net.core.somaxconn','value':'9'", "").sysctls())
        .isEqualTo(Map.of("net.core.somaxconn", "9"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "kernel.msgmax|''|found kernel.msgmax, expected a safe sysctl",
        "net.ipv4.tcp_rmem|'hostNetwork':true|none of the network's",
        "kernel.shm_rmid_forced|'hostIPC':true|none of the kernel's",
      })
  void sysctlsThatTouchOthersAreRefused(String name, String fields, String message) {
    assertThatExceptionOfType(SpecException.class)
        .isThrownBy(() -> sysctls("'name':'%s','value':'1'".formatted(name), fields))
        .withMessageContaining(message);
  }

  private SandboxSpec sysctls(String sysctl, String fields) throws SpecException {
    String context = "'securityContext':{'sysctls':[{" + sysctl + "}]}";
    String others = fields.replace("''", "");
    return of(others.isEmpty() ? context : others + "," + context, "");
  }

  private SandboxSpec of(String podFields, String containerFields) throws SpecException {
    return sandboxes.of(
        PodJson.pod(
            "{%s'containers':[{'name':'a','image':'i'%s}]}"
                .formatted(
                    podFields.isEmpty() ? "" : podFields + ",",
                    containerFields.isEmpty() ? "" : "," + containerFields)),
        0);
  }
}
