package io.margay.itest.meta;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.meta.Resource;
import io.margay.meta.Selector;
import io.margay.meta.internal.SqliteMetaStore;
import io.margay.meta.internal.StoreLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that writes is killed again and again, while it opens the store and while it writes.
 */
@Timeout(1200)
class StoreKillIT {
  private static final int ROUNDS = 200;
  private static final int LATEST_KILL_MILLIS = 60;
  private static final List<String> QUICK_JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xshare:auto",
          "-Xmx32m",
          "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");

  private final Random random = new Random(7);
  private final Map<String, Long> acknowledged = new HashMap<>();
  @TempDir Path folder;

  @Test
  void noAcknowledgedWriteIsLostAndNothingIsToBeRepaired() throws Exception {
    Path archive = classArchive();

    for (int round = 0; round < ROUNDS; round++) {
      writeUntilKilled(round, archive);
      verify(round);
    }

    assertThat(acknowledged).hasSizeGreaterThan(100);
    assertThat(complaints()).isEmptyFile();
    try (var files = Files.list(var().resolve("meta"))) {
      assertThat(files).noneMatch(file -> file.toString().contains("corrupt"));
    }
  }

  private void verify(int round) {
    SqliteMetaStore store = new SqliteMetaStore(var(), StoreLimits.DEFAULT, Clock.systemUTC());
    try {
      assertThat(store.check().integrity()).isEqualTo("ok");
      Map<String, Long> stored = new HashMap<>();
      for (Resource resource : store.list(Stored.TYPE, Selector.ALL).items()) {
        stored.put(resource.key().name(), resource.revision());
      }
      acknowledged.forEach(
          (name, revision) ->
              assertThat(stored.getOrDefault(name, 0L))
                  .as("%s after round %d", name, round)
                  .isGreaterThanOrEqualTo(revision));
    } finally {
      store.close();
    }
  }

  /** Every tenth is killed at any time after its start, the others after they have written. */
  private void writeUntilKilled(int round, Path archive) throws Exception {
    Process writer = writer(round, "-XX:SharedArchiveFile=" + archive);
    CompletableFuture<Void> firstWrite = new CompletableFuture<>();
    Thread killer =
        new Thread(() -> killLater(writer, round % 10 == 0 ? null : firstWrite), "killer");
    killer.start();
    try (BufferedReader out = writer.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = out.readLine()) != null) {
        note(line);
        firstWrite.complete(null);
      }
    } finally {
      firstWrite.complete(null);
      killer.join();
    }
    assertThat(writer.waitFor()).isEqualTo(128 + 9);
  }

  private void killLater(Process writer, CompletableFuture<Void> after) {
    try {
      if (after != null) {
        after.get(60, TimeUnit.SECONDS);
      }
      TimeUnit.MICROSECONDS.sleep(random.nextInt(LATEST_KILL_MILLIS * 1000));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      writer.toHandle().destroyForcibly(); // unlike Process's own, leaves the output readable
    }
  }

  /** The last line may have been cut by the kill. */
  private void note(String line) {
    String[] words = line.split(" ", -1);
    if (words.length == 3 && words[2].equals(".")) {
      acknowledged.merge(words[0], Long.parseLong(words[1]), Math::max);
    }
  }

  /** Classes as the JVM wants them, so that a round takes little longer than what it tests. */
  private Path classArchive() throws Exception {
    Path archive = folder.resolve("classes.jsa");
    Process writer = writer(-1, "-XX:ArchiveClassesAtExit=" + archive);
    try (BufferedReader out = writer.inputReader(StandardCharsets.UTF_8)) {
      note(out.readLine());
      writer.toHandle().destroy();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        note(line);
      }
    }
    writer.waitFor();
    Files.writeString(complaints(), "");
    return archive;
  }

  private Process writer(int round, String archive) throws IOException {
    List<String> command = new ArrayList<>(QUICK_JAVA);
    command.addAll(
        List.of(
            archive,
            "-cp",
            System.getProperty("java.class.path"),
            WritingProcess.class.getName(),
            var().toString(),
            Integer.toString(round % 10)));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(complaints().toFile()))
        .start();
  }

  private Path complaints() {
    return folder.resolve("stderr");
  }

  private Path var() {
    return folder.resolve("var");
  }
}
