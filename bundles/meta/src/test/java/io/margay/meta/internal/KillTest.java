package io.margay.meta.internal;

import static io.margay.meta.internal.Things.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.margay.meta.Resource;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class KillTest {
  private static final int ROUNDS = 10;
  private final Random random = new Random(7);

  @TempDir Path var;

  @Test
  void noAcknowledgedWriteIsLostWhenTheProcessIsKilled() throws Exception {
    Map<String, Long> acknowledged = new HashMap<>();

    for (int round = 0; round < ROUNDS; round++) {
      int before = acknowledged.size();
      writeUntilKilled(round, acknowledged);
      assertThat(acknowledged).as("round %d wrote", round).hasSizeGreaterThan(before);

      SqliteMetaStore store = new SqliteMetaStore(var, StoreLimits.DEFAULT, Clock.systemUTC());
      try {
        assertThat(store.check().integrity()).isEqualTo("ok");
        acknowledged.forEach(
            (name, revision) ->
                assertThat(store.get(key(name)).map(Resource::revision))
                    .as(name)
                    .hasValueSatisfying(
                        stored -> assertThat(stored).isGreaterThanOrEqualTo(revision)));
      } finally {
        store.close();
      }
    }
    assertThat(complaints()).isEmptyFile();
    try (var files = Files.list(var.resolve("meta"))) {
      assertThat(files).noneMatch(file -> file.toString().contains("corrupt"));
    }
  }

  private Path complaints() {
    return var.resolve("stderr");
  }

  private void writeUntilKilled(int round, Map<String, Long> acknowledged) throws Exception {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                WritingProcess.class.getName(),
                var.toString(),
                Integer.toString(round))
            .redirectError(ProcessBuilder.Redirect.appendTo(complaints().toFile()))
            .start();
    int killAfter = 1 + random.nextInt(400);
    try (BufferedReader out = writer.inputReader(StandardCharsets.UTF_8)) {
      String line;
      for (int lines = 0; (line = out.readLine()) != null; lines++) {
        String[] words = line.split(" ", -1);
        if (words.length == 3 && words[2].equals(".")) {
          acknowledged.merge(words[0], Long.parseLong(words[1]), Math::max);
        }
        if (lines == killAfter) {
          writer.toHandle().destroyForcibly(); // unlike Process's own, leaves the output readable
        }
      }
    } finally {
      writer.destroyForcibly();
    }
    assertThat(writer.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }
}
