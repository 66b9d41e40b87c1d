package io.margay.runc.internal.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.edged.engine.Dns;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.Namespaces;
import io.margay.edged.engine.PodIdentity;
import io.margay.edged.engine.Sandbox;
import io.margay.edged.engine.SandboxSpec;
import io.margay.edged.engine.SecurityContext;
import io.margay.runc.internal.process.Boot;
import io.margay.runc.internal.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sandboxes over plugins that write down what they are asked; needs root, as the node does. */
class SandboxesTest {
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

  private static final Programs PROGRAMS = new Programs(task -> new Thread(task).start());

  @TempDir Path folder;
  private Sandboxes sandboxes;

  @BeforeEach
  void start() throws IOException {
    for (String plugin : List.of("loopback", "bridge", "portmap")) {
      plugin(plugin, "exit 0");
    }
    sandboxes = sandboxes("first");
  }

  @AfterEach
  void nothingStaysMounted() {
    mend();
    sandboxes = sandboxes("first");
    sandboxes.list(Map.of()).forEach(sandbox -> sandboxes.remove(sandbox.id()));
  }

  @Test
  void theAddressOfAPodIsGivenBackAfterTheMachineWasSwitchedOff() throws IOException {
    String id = sandboxes.run(SPEC);
    new PodNamespaces(folder.resolve("running-first").resolve(id), PROGRAMS).remove();
    Sandboxes after = sandboxes("second");
    assertThat(after.list(Map.of())).extracting(Sandbox::ready).containsExactly(false);

    after.remove(id);

    assertThat(asked()).containsSubsequence("portmap DEL []", "bridge DEL []");
    assertThat(after.list(Map.of())).isEmpty();
  }

  @Test
  void aSandboxThatWasNotMadeToItsEndIsNotReady() throws IOException {
    plugin("bridge", "exit 1");

    assertThatThrownBy(() -> sandboxes.run(SPEC)).isInstanceOf(EngineException.Failed.class);

    assertThat(sandboxes.list(Map.of())).extracting(Sandbox::ready).containsExactly(false);
  }

  private void mend() {
    try {
      plugin("bridge", "exit 0");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> asked() throws IOException {
    return Files.readAllLines(folder.resolve("asked"));
  }

  private void plugin(String name, String end) throws IOException {
    Path plugin = Files.createDirectories(folder.resolve("cni")).resolve(name);
    Files.writeString(
        plugin,
        """
        #!/bin/sh
        cat >/dev/null
        echo "%s $CNI_COMMAND [$CNI_NETNS]" >>%s
        echo '{"ips":[{"address":"10.9.0.2/16"}]}'
        %s
        """
            .formatted(name, folder.resolve("asked"), end));
    Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** After another start of the machine nothing is left in the folder of what runs. */
  private Sandboxes sandboxes(String boot) {
    try {
      return new Sandboxes(
          new Sandboxes.Places(
              folder.resolve("state"),
              folder.resolve("running-" + boot),
              folder.resolve("lists"),
              folder.resolve("cni")),
          PROGRAMS,
          new Boot(boot),
          Clock.systemUTC());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
