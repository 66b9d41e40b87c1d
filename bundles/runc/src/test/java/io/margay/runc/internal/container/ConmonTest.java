package io.margay.runc.internal.container;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.edged.engine.EngineException;
import io.margay.runc.internal.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ConmonTest {
  /** Goes to the background, as conmon does, and never says a word there. */
  private static final String SILENT =
      """
      #!/bin/sh
      while [ $# -gt 0 ]; do [ "$1" = --conmon-pidfile ] && file=$2; shift; done
      sleep 60 &
      echo $! >"$file"
      """;

  @TempDir Path folder;

  @Test
  @Timeout(40)
  void oneThatNeverSaysAWordIsGivenUp() throws IOException {
    Path program = folder.resolve("conmon");
    Files.writeString(program, SILENT);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    OciRuntime runtime =
        new OciRuntime(
            Path.of("/bin/true"),
            folder.resolve("runc"),
            new Programs(task -> new Thread(task).start()));
    Conmon conmon = new Conmon(program, runtime, folder, Duration.ofMillis(500));

    assertThatThrownBy(
            () ->
                conmon.create(
                    new ContainerFolder("c", folder, folder),
                    folder.resolve("log"),
                    false,
                    false,
                    false))
        .isInstanceOf(EngineException.Failed.class)
        .hasMessage("conmon ended without a word");
  }
}
