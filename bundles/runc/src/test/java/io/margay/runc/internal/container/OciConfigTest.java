package io.margay.runc.internal.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.edged.engine.ContainerSpec;
import io.margay.edged.engine.Dns;
import io.margay.edged.engine.EnvironmentVariable;
import io.margay.edged.engine.LinuxResources;
import io.margay.edged.engine.Mount;
import io.margay.edged.engine.Namespaces;
import io.margay.edged.engine.PodIdentity;
import io.margay.edged.engine.SandboxSpec;
import io.margay.edged.engine.SecurityContext;
import io.margay.meta.JsonText;
import io.margay.runc.internal.image.ImageConfig;
import io.margay.runc.internal.sandbox.Sandboxes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OciConfigTest {
  private static final ImageConfig IMAGE =
      new ImageConfig(
          List.of("A=image", "PATH=/image"),
          List.of("entry"),
          List.of("cmd"),
          "/work",
          "",
          "",
          List.of());
  private static final LinuxResources RESOURCES =
      new LinuxResources(512, 50_000, 100_000, 1 << 20, -997);

  static Stream<Arguments> commands() {
    return Stream.of(
        Arguments.of(List.of(), List.of(), List.of("entry", "cmd")),
        Arguments.of(List.of(), List.of("a"), List.of("entry", "a")),
        Arguments.of(List.of("c"), List.of(), List.of("c")),
        Arguments.of(List.of("c"), List.of("a"), List.of("c", "a")));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void thePodsCommandGoesBeforeTheImages(
      List<String> command, List<String> args, List<String> expected) {
    assertThat(config(spec(command, args, SecurityContext.USUAL)).arguments()).isEqualTo(expected);
  }

  @Test
  void aVariableOfThePodGoesBeforeTheImages() {
    Map<?, ?> process = JsonText.object(json(SecurityContext.USUAL).get("process"));

    assertThat(process.get("env")).isEqualTo(List.of("PATH=/image", "A=pod"));
    assertThat(process.get("cwd")).isEqualTo("/work");
  }

  @Test
  void nobodyIsSparedMoreThanTheNodeMaySpare() {
    Map<?, ?> process = JsonText.object(json(SecurityContext.USUAL).get("process"));

    assertThat(process.get("oomScoreAdj")).isEqualTo(-500);
  }

  @Test
  void limitsAreThoseOfThePod() {
    Map<?, ?> linux = JsonText.object(json(SecurityContext.USUAL).get("linux"));
    Map<?, ?> resources = JsonText.object(linux.get("resources"));

    assertThat(resources.get("cpu"))
        .isEqualTo(Map.of("shares", 512L, "quota", 50_000L, "period", 100_000L));
    assertThat(resources.get("memory")).isEqualTo(Map.of("limit", 1L << 20));
    assertThat(linux.get("cgroupsPath")).isEqualTo("/kubepods/c");
  }

  static Stream<Arguments> capabilities() {
    return Stream.of(
        Arguments.of(
            List.of(), List.of(), List.of("CAP_CHOWN", "CAP_KILL"), List.of("CAP_SYS_ADMIN")),
        Arguments.of(
            List.of("SYS_TIME"), List.of(), List.of("CAP_SYS_TIME", "CAP_KILL"), List.of()),
        Arguments.of(List.of(), List.of("KILL"), List.of("CAP_CHOWN"), List.of("CAP_KILL")),
        Arguments.of(List.of(), List.of("ALL"), List.of(), List.of("CAP_CHOWN", "CAP_KILL")),
        Arguments.of(List.of("KILL"), List.of("ALL"), List.of("CAP_KILL"), List.of("CAP_CHOWN")),
        Arguments.of(List.of("ALL"), List.of(), List.of("CAP_SYS_ADMIN"), List.of()),
        Arguments.of(List.of("cap_net_admin"), List.of(), List.of("CAP_NET_ADMIN"), List.of()));
  }

  @ParameterizedTest
  @MethodSource("capabilities")
  void rightsAreAddedAndDropped(
      List<String> add, List<String> drop, List<String> has, List<String> hasNot) {
    Map<?, ?> process = JsonText.object(json(security(add, drop, false)).get("process"));
    Object bounding = JsonText.object(process.get("capabilities")).get("bounding");

    assertThat(bounding)
        .asInstanceOf(InstanceOfAssertFactories.list(Object.class))
        .containsAll(has)
        .doesNotContainAnyElementsOf(hasNot.isEmpty() ? List.of("none") : hasNot);
  }

  @Test
  void aPrivilegedContainerHasNothingMaskedAndNoFilter() {
    Map<?, ?> linux = JsonText.object(json(security(List.of(), List.of(), true)).get("linux"));

    assertThat(linux.containsKey("maskedPaths")).isFalse();
    assertThat(linux.containsKey("seccomp")).isFalse();
  }

  @Test
  void namespacesOfThePodAreJoined() {
    Map<?, ?> linux = JsonText.object(json(SecurityContext.USUAL).get("linux"));

    assertThat(linux.get("namespaces"))
        .isEqualTo(
            List.of(
                Map.of("type", "mount"),
                Map.of("type", "pid"),
                Map.of("type", "network", "path", "/ns/net")));
  }

  static Stream<Arguments> owners() {
    return Stream.of(
        Arguments.of(Namespaces.Mode.CONTAINER, List.of(Map.of("type", "pid"))),
        Arguments.of(Namespaces.Mode.POD, List.of(Map.of("type", "pid", "path", "/ns/pid"))),
        Arguments.of(Namespaces.Mode.NODE, List.of()));
  }

  @ParameterizedTest
  @MethodSource("owners")
  void processesAreThoseOfTheContainerThePodOrTheMachine(
      Namespaces.Mode owner, List<Map<?, ?>> expected) {
    ContainerSpec spec =
        spec(
            List.of(),
            List.of(),
            SecurityContext.USUAL,
            new Namespaces(Namespaces.Mode.POD, owner, Namespaces.Mode.POD));
    Map<?, ?> linux = JsonText.object(json(spec).get("linux"));

    assertThat((List<?>) linux.get("namespaces"))
        .filteredOn(it -> JsonText.object(it).containsValue("pid"))
        .isEqualTo(expected);
  }

  @Test
  void mountsOfThePodComeLast() {
    Object mounts = json(SecurityContext.USUAL).get("mounts");

    assertThat(mounts)
        .asInstanceOf(InstanceOfAssertFactories.list(Object.class))
        .last()
        .isEqualTo(
            Map.of(
                "destination",
                "/data",
                "type",
                "bind",
                "source",
                "/host",
                "options",
                List.of("rbind", "ro", "rslave")));
  }

  private static SecurityContext security(List<String> add, List<String> drop, boolean privileged) {
    return new SecurityContext(
        null,
        "",
        null,
        List.of(),
        privileged,
        false,
        false,
        add,
        drop,
        SecurityContext.Seccomp.RUNTIME_DEFAULT);
  }

  private static Map<String, Object> json(SecurityContext security) {
    return json(spec(List.of(), List.of(), security));
  }

  private static Map<String, Object> json(ContainerSpec spec) {
    return config(spec).toJson(Path.of("/root"), "/kubepods/c", -500);
  }

  private static OciConfig config(ContainerSpec spec) {
    return new OciConfig(
        spec,
        new SandboxSpec(
            new PodIdentity("default", "p", "u"),
            0,
            "p",
            "/logs",
            Dns.HOST,
            List.of(),
            Map.of(),
            Map.of(),
            "/kubepods",
            Map.of(),
            Namespaces.USUAL,
            SecurityContext.USUAL),
        IMAGE,
        new OciUser(0, 0, List.of()),
        new Sandboxes.SharedFiles(
            Path.of("/resolv.conf"),
            Optional.of(Path.of("/ns/net")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Path.of("/ns/pid"))));
  }

  private static ContainerSpec spec(
      List<String> command, List<String> args, SecurityContext security) {
    return spec(command, args, security, Namespaces.USUAL);
  }

  private static ContainerSpec spec(
      List<String> command, List<String> args, SecurityContext security, Namespaces namespaces) {
    return new ContainerSpec(
        "c",
        0,
        "image",
        command,
        args,
        "",
        List.of(new EnvironmentVariable("A", "pod")),
        List.of(new Mount("/host", "/data", true, Mount.Propagation.HOST_TO_CONTAINER)),
        List.of(),
        Map.of(),
        Map.of(),
        "c/0.log",
        false,
        false,
        false,
        RESOURCES,
        namespaces,
        security);
  }
}
