package io.margay.edged.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.EngineException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogRotationTest {
  @TempDir Path folder;
  private Path log;
  private Instant now = Instant.parse("2026-11-27T12:00:00Z");
  private final LogRotation rotation = new LogRotation(10, 3, () -> now);

  @BeforeEach
  void aLog() {
    log = folder.resolve("0.log");
  }

  @Test
  void aSmallLogStays() throws IOException {
    Files.writeString(log, "0123456789");

    assertThat(rotation.look(engine(true), "c1", log)).isFalse();
    assertThat(names()).containsExactly("0.log");
  }

  @Test
  void aBigLogIsRenamedOlderOnesArePackedAndTheOldestGo() throws IOException {
    for (int i = 1; i <= 4; i++) {
      Files.writeString(log, "more than ten " + i);
      assertThat(rotation.look(engine(true), "c1", log)).isTrue();
      now = now.plusSeconds(1);
    }

    assertThat(names())
        .containsExactly("0.log", "0.log.20261127-120002.gz", "0.log.20261127-120003");
    try (var packed =
        new GZIPInputStream(Files.newInputStream(folder.resolve("0.log.20261127-120002.gz")))) {
      assertThat(packed.readAllBytes()).asString().isEqualTo("more than ten 3");
    }
  }

  @Test
  void whenTheEngineDoesNotBeginANewOneTheOldOneIsBack() throws IOException {
    Files.writeString(log, "more than ten bytes");

    assertThatExceptionOfType(EngineException.Failed.class)
        .isThrownBy(() -> rotation.look(engine(false), "c1", log));

    assertThat(names()).containsExactly("0.log");
  }

  @Test
  void whatAPowerCutLeftHalfPackedIsPackedAgain() throws IOException {
    Files.writeString(log, "more than ten bytes");
    Files.writeString(folder.resolve("0.log.20261127-110000"), "old");
    Files.writeString(folder.resolve("0.log.20261127-110000.tmp"), "ha");

    rotation.look(engine(true), "c1", log);

    assertThat(names())
        .containsExactly("0.log", "0.log.20261127-110000.gz", "0.log.20261127-120000");
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private ContainerEngine engine(boolean begins) {
    return (ContainerEngine)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ContainerEngine.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("reopenLog");
              assertThat(arguments).containsExactly("c1");
              if (!begins) {
                throw new EngineException.Failed("no");
              }
              Files.createFile(log);
              return null;
            });
  }
}
