package io.margay.cri.internal.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.cri.internal.wire.Cri;
import io.margay.edged.engine.Namespaces;
import io.margay.edged.engine.SecurityContext;
import io.margay.edged.engine.SecurityContext.Seccomp;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityMessagesTest {
  private static final SecurityContext STRICT =
      new SecurityContext(
          1000L,
          "edge",
          2000L,
          List.of(42L),
          false,
          true,
          true,
          List.of("NET_ADMIN"),
          List.of("ALL"),
          Seccomp.RUNTIME_DEFAULT);
  private static final SecurityContext PRIVILEGED =
      new SecurityContext(
          null, "", null, List.of(), true, false, false, List.of(), List.of(), Seccomp.UNCONFINED);

  @Test
  void rightsOfAContainerAreSent() {
    Cri.LinuxContainerSecurityContext message =
        SecurityMessages.container(STRICT, Namespaces.USUAL);

    assertThat(message.getRunAsUser().getValue()).isEqualTo(1000);
    assertThat(message.getRunAsGroup().getValue()).isEqualTo(2000);
    assertThat(message.getRunAsUsername()).isEqualTo("edge");
    assertThat(message.getSupplementalGroupsList()).containsExactly(42L);
    assertThat(message.getPrivileged()).isFalse();
    assertThat(message.getReadonlyRootfs()).isTrue();
    assertThat(message.getNoNewPrivs()).isTrue();
    assertThat(message.getCapabilities().getAddCapabilitiesList()).containsExactly("NET_ADMIN");
    assertThat(message.getCapabilities().getDropCapabilitiesList()).containsExactly("ALL");
  }

  @Test
  void rightsOfASandboxAreSent() {
    Cri.LinuxSandboxSecurityContext message = SecurityMessages.sandbox(STRICT, Namespaces.USUAL);

    assertThat(message.getRunAsUser().getValue()).isEqualTo(1000);
    assertThat(message.getRunAsGroup().getValue()).isEqualTo(2000);
    assertThat(message.getSupplementalGroupsList()).containsExactly(42L);
    assertThat(message.getReadonlyRootfs()).isTrue();
    assertThat(message.getPrivileged()).isFalse();
    assertThat(SecurityMessages.sandbox(PRIVILEGED, Namespaces.USUAL).getPrivileged()).isTrue();
  }

  @Test
  void rootIsToldFromTheImagesUser() {
    SecurityContext root =
        new SecurityContext(
            0L, "", 0L, List.of(), false, false, false, List.of(), List.of(), Seccomp.UNCONFINED);

    assertThat(SecurityMessages.container(root, Namespaces.USUAL).hasRunAsUser()).isTrue();
    assertThat(SecurityMessages.sandbox(root, Namespaces.USUAL).hasRunAsGroup()).isTrue();
    assertThat(SecurityMessages.container(SecurityContext.USUAL, Namespaces.USUAL).hasRunAsUser())
        .isFalse();
    assertThat(SecurityMessages.sandbox(SecurityContext.USUAL, Namespaces.USUAL).hasRunAsGroup())
        .isFalse();
  }

  @Test
  void theKernelIsHiddenFromAllButThePrivileged() {
    Cri.LinuxContainerSecurityContext usual =
        SecurityMessages.container(SecurityContext.USUAL, Namespaces.USUAL);
    Cri.LinuxContainerSecurityContext privileged =
        SecurityMessages.container(PRIVILEGED, Namespaces.USUAL);

    assertThat(usual.getMaskedPathsList()).contains("/proc/kcore", "/proc/keys", "/sys/firmware");
    assertThat(usual.getReadonlyPathsList()).contains("/proc/sys", "/proc/sysrq-trigger");
    assertThat(privileged.getPrivileged()).isTrue();
    assertThat(privileged.getMaskedPathsList()).isEmpty();
    assertThat(privileged.getReadonlyPathsList()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"POD, CONTAINER, POD", "NODE, POD, NODE", "POD, NODE, CONTAINER"})
  void namespacesAreSentOneByOne(
      Namespaces.Mode network, Namespaces.Mode pid, Namespaces.Mode ipc) {
    Cri.NamespaceOption expected =
        Cri.NamespaceOption.newBuilder()
            .setNetwork(Cri.NamespaceMode.valueOf(network.name()))
            .setPid(Cri.NamespaceMode.valueOf(pid.name()))
            .setIpc(Cri.NamespaceMode.valueOf(ipc.name()))
            .build();
    Namespaces namespaces = new Namespaces(network, pid, ipc);

    assertThat(SecurityMessages.container(STRICT, namespaces).getNamespaceOptions())
        .isEqualTo(expected);
    assertThat(SecurityMessages.sandbox(STRICT, namespaces).getNamespaceOptions())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "RUNTIME_DEFAULT, '', RuntimeDefault",
    "UNCONFINED, '', Unconfined",
    "LOCALHOST, /etc/margay/audit.json, Localhost"
  })
  void filtersOfSystemCallsAreSent(
      Seccomp.Kind kind, String file, Cri.SecurityProfile.ProfileType type) {
    SecurityContext security =
        new SecurityContext(
            null,
            "",
            null,
            List.of(),
            false,
            false,
            false,
            List.of(),
            List.of(),
            new Seccomp(kind, file));
    Cri.SecurityProfile expected =
        Cri.SecurityProfile.newBuilder().setProfileType(type).setLocalhostRef(file).build();

    assertThat(SecurityMessages.container(security, Namespaces.USUAL).getSeccomp())
        .isEqualTo(expected);
    assertThat(SecurityMessages.sandbox(security, Namespaces.USUAL).getSeccomp())
        .isEqualTo(expected);
  }
}
