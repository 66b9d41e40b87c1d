package io.margay.runc.internal.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.edged.engine.Sandbox;
import io.margay.runc.internal.process.Boot;
import io.margay.runc.internal.process.JsonFile;
import io.margay.runc.internal.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxesTest {
  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final String TELLS_ITS_ORDER =
      "#!/bin/sh\ncat >/dev/null\necho \"$CNI_COMMAND ${0##*/} '$CNI_NETNS'\" >>%s\n";

  @TempDir Path root;
  private Path orders;
  private Sandboxes sandboxes;

  @BeforeEach
  void open() throws IOException {
    orders = root.resolve("orders");
    Path plugins = Files.createDirectories(root.resolve("cni"));
    for (String plugin : List.of("bridge", "portmap")) {
      Path program = plugins.resolve(plugin);
      Files.writeString(program, TELLS_ITS_ORDER.formatted(orders));
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    sandboxes =
        new Sandboxes(
            new Sandboxes.Places(root, root.resolve("running"), root.resolve("none"), plugins),
            new Programs(ForkJoinPool.commonPool()),
            new Boot("today"),
            Clock.systemUTC());
  }

  private Path kept(Map<String, ?> record) throws IOException {
    Path folder = Files.createDirectories(root.resolve("sandboxes").resolve(ID));
    new JsonFile(folder.resolve("sandbox.json")).write(record);
    return folder;
  }

  @Test
  void theAddressOfASandboxThatEndedWithTheMachineIsGivenBack() throws IOException {
    Path folder = kept(Map.of("boot", "yesterday", "network", true));
    assertThat(sandboxes.list(Map.of())).extracting(Sandbox::ready).containsExactly(false);

    sandboxes.remove(ID);

    assertThat(Files.readString(orders)).isEqualTo("DEL portmap ''\nDEL bridge ''\n");
    assertThat(folder).doesNotExist();
  }

  @Test
  void aSandboxOnTheHostsNetworkHasNoAddressToGiveBack() throws IOException {
    kept(Map.of("boot", "today", "network", false));

    sandboxes.remove(ID);

    assertThat(orders).doesNotExist();
    assertThat(sandboxes.list(Map.of())).isEmpty();
  }

  @Test
  void aSandboxThatWasStoppedGivesItsAddressBackOnce() throws IOException {
    kept(Map.of("boot", "today", "network", true));

    sandboxes.stop(ID);
    sandboxes.stop(ID);
    sandboxes.remove(ID);

    assertThat(Files.readAllLines(orders)).hasSize(2);
  }

  @Test
  void whatAKilledNodeHadOnlyBegunIsRemoved() throws IOException {
    Path begun = Files.createDirectories(root.resolve("sandboxes").resolve(ID));
    Files.writeString(begun.resolve("sandbox.json.next"), "{\"boo");

    open();

    assertThat(begun).doesNotExist();
  }
}
