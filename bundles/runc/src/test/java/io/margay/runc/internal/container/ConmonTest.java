package io.margay.runc.internal.container;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.margay.edged.engine.EngineException;
import io.margay.runc.internal.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ConmonTest {
  /** Goes to the background, as conmon does, and never says a word there. */
  private static final String SILENT =
      """
      while [ $# -gt 0 ]; do [ "$1" = --conmon-pidfile ] && file=$2; shift; done
      sleep 60 &
      echo $! >"$file"
      """;

  @TempDir Path folder;

  @RepeatedTest(5)
  void aConmonThatSpeaksOnlyAfterItWentIntoTheBackgroundIsHeard() throws IOException {
    Conmon conmon = conmon("( sleep 0.1; echo '{\"data\": 42}' >&3 ) & exit 0");

    assertThatCode(() -> create(conmon)).doesNotThrowAnyException();
  }

  @Test
  void aConmonThatEndsWithoutAWordMadeNoContainer() throws IOException {
    Conmon conmon = conmon("exit 1");

    assertThatExceptionOfType(EngineException.Failed.class)
        .isThrownBy(() -> create(conmon))
        .withMessage("conmon ended without a word");
  }

  @Test
  void theRuntimesComplaintIsTheReason() throws IOException {
    Conmon conmon = conmon("echo '{\"data\": -1, \"message\": \"no such user\"}' >&3");

    assertThatExceptionOfType(EngineException.Failed.class)
        .isThrownBy(() -> create(conmon))
        .withMessage("no such user");
  }

  @Test
  @Timeout(40)
  void oneThatNeverSaysAWordIsGivenUp() throws IOException {
    Conmon conmon = conmon(SILENT, Duration.ofMillis(500));

    assertThatExceptionOfType(EngineException.Failed.class)
        .isThrownBy(() -> create(conmon))
        .withMessage("conmon ended without a word");
  }

  private void create(Conmon conmon) {
    conmon.create(
        new ContainerFolder("c1", folder, folder), folder.resolve("log"), false, false, false);
  }

  private Conmon conmon(String script) throws IOException {
    return conmon(script, Duration.ofMinutes(1));
  }

  private Conmon conmon(String script, Duration limit) throws IOException {
    Path program = folder.resolve("conmon");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Programs programs = new Programs(ForkJoinPool.commonPool());
    return new Conmon(
        program, new OciRuntime(Path.of("/bin/true"), folder, programs), folder, limit);
  }
}
