package io.margay.driver.onvif.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.driver.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a shell in place of ffmpeg. */
@Timeout(60)
class FfmpegTest {
  @TempDir private Path folder;

  @Test
  void whatItComplainsOfDoesNotHoldItUp() throws Exception {
    Ffmpeg ffmpeg =
        running(
            "i=0; while [ $i -lt 5000 ]; do i=$((i+1)); echo \"bad block of rtsp://u:p@x/1\" >&2;"
                + " done; echo \"the last of rtsp://u:p@x/1\" >&2; exit 3");

    while (!ffmpeg.hasEnded(Deadline.in(Duration.ofMillis(20)))) {
      assertThat(ffmpeg.hasSucceeded()).isFalse();
    }

    assertThat(ffmpeg.hasSucceeded()).isFalse();
    assertThat(ffmpeg.complaint()).isEqualTo("the last of the stream");
  }

  @Test
  void itMayFinishItsFileWhenItIsEnded() throws Exception {
    Path file = folder.resolve("clip");
    Ffmpeg ffmpeg =
        running(
            "trap 'echo whole > "
                + file
                + "; exit 0' TERM; echo up > "
                + file
                + "; while :; do sleep 0.02; done");
    waitFor(file);

    ffmpeg.close();

    assertThat(file).hasContent("whole");
  }

  @Test
  void itIsEndedThoughItDoesNotListen() throws Exception {
    Path file = folder.resolve("clip");
    Process process = process("trap '' TERM; echo up > " + file + "; while :; do sleep 0.02; done");
    waitFor(file);

    new Ffmpeg(process, Deadline.in(Duration.ofSeconds(30))).close();

    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  private static void waitFor(Path file) throws Exception {
    while (!Files.exists(file) || Files.size(file) == 0) {
      Thread.onSpinWait();
    }
  }

  private static Ffmpeg running(String script) throws IOException {
    return new Ffmpeg(process(script), Deadline.in(Duration.ofSeconds(30)));
  }

  private static Process process(String script) throws IOException {
    return new ProcessBuilder("sh", "-c", script).start();
  }
}
