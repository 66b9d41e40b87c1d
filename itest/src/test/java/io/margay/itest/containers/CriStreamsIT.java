package io.margay.itest.containers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.cri.internal.CriLimits;
import io.margay.cri.internal.CriSession;
import io.margay.edged.engine.ByteStream;
import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.ContainerStreams;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.StreamOptions;
import io.margay.itest.support.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Streams into containers of Debian's containerd. */
class CriStreamsIT {
  private static final StreamOptions ALL = new StreamOptions(true, true, true, false);

  private static Containerd containerd;
  private static CriSession session;
  private static ContainerEngine engine;

  @TempDir Path folder;
  private TestPod pod;

  @BeforeAll
  static void start() {
    containerd = Containerd.withBusybox();
    session =
        new CriSession(
            containerd.socket(),
            new CriLimits(Duration.ofMinutes(2), Duration.ofMinutes(2), Set.of()));
    engine = session.engine();
  }

  @AfterAll
  static void stop() {
    session.close();
    containerd.close();
    Cgroups.remove(TestPod.CGROUP);
  }

  @BeforeEach
  void runPod(TestInfo test) {
    pod = TestPod.run(engine, "streams-" + test.getTestMethod().orElseThrow().getName().length(), folder);
  }

  @AfterEach
  void removePod() {
    pod.close();
  }

  @Test
  void aProgramIsSpokenWith() throws Exception {
    String id = pod.shell("sleep 1000").start();

    try (ContainerStreams streams =
        engine.execStreams(id, shell("read a; echo got $a; echo bad >&2; exit 7"), ALL)) {
      streams.stdin().write("hello\n".getBytes(UTF_8));

      assertThat(text(streams.stdout())).isEqualTo("got hello\n");
      assertThat(text(streams.stderr())).isEqualTo("bad\n");
      assertThat(exit(streams)).isEqualTo(7);
    }
  }

  @Test
  void whatIsNotAskedForIsEmpty() throws Exception {
    String id = pod.shell("sleep 1000").start();

    try (ContainerStreams streams =
        engine.execStreams(
            id, shell("echo out; echo bad >&2"), new StreamOptions(false, true, false, false))) {
      assertThat(text(streams.stderr())).isEmpty();
      assertThat(text(streams.stdout())).isEqualTo("out\n");
      assertThat(exit(streams)).isZero();
    }
  }

  @Test
  void aLongOutputWaitsForItsReader() throws Exception {
    String id = pod.shell("sleep 1000").start();

    try (ContainerStreams streams =
        engine.execStreams(
            id,
            shell("dd if=/dev/zero bs=64k count=320 2>/dev/null; echo end"),
            new StreamOptions(false, true, true, false))) {
      assertThatThrownBy(() -> streams.exit().get(300, TimeUnit.MILLISECONDS))
          .as("nobody reads, and the pipe is full")
          .isInstanceOf(java.util.concurrent.TimeoutException.class);

      assertThat(streams.stdout().readAllBytes()).hasSize(320 * 65_536 + "end\n".length());
      assertThat(exit(streams)).isZero();
    }
  }

  @Test
  void aTerminalHasItsSize() throws Exception {
    String id = pod.shell("sleep 1000").start();

    try (ContainerStreams streams =
        engine.execStreams(
            id, shell("read go; stty size"), new StreamOptions(true, true, true, true))) {
      streams.resize(101, 37);
      streams.stdin().write("go\n".getBytes(UTF_8));

      assertThat(text(streams.stdout())).isEqualTo("go\r\n37 101\r\n");
      assertThat(exit(streams)).isZero();
    }
  }

  @Test
  void aProgramThatIsMissingIsToldByTheExit() {
    String id = pod.shell("sleep 1000").start();

    try (ContainerStreams streams = engine.execStreams(id, List.of("/nope"), ALL)) {
      assertThatThrownBy(() -> exit(streams))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("/nope");
    }
  }

  @Test
  void closingEndsTheConnectionAndItsReaders() throws IOException {
    String id = pod.shell("sleep 1000").start();
    ContainerStreams streams = engine.execStreams(id, shell("sleep 1000"), ALL);

    streams.close();

    assertThat(text(streams.stdout())).isEmpty();
    assertThatThrownBy(() -> exit(streams)).hasMessageContaining("closed before the program ended");
    assertThatThrownBy(() -> streams.stdin().write(1)).isInstanceOf(IOException.class);
  }

  @Test
  void theFirstProcessIsJoined() throws Exception {
    String id = pod.shell("while read a; do echo got $a; done").withInput(false).start();

    try (ContainerStreams streams = engine.attach(id, ALL)) {
      streams.stdin().write("one\n".getBytes(UTF_8));
      BufferedReader lines = new BufferedReader(new InputStreamReader(streams.stdout(), UTF_8));
      assertThat(lines.readLine()).isEqualTo("got one");
    }
  }

  @Test
  void aPortInAPodIsReached() throws Exception {
    pod.shell("echo served >/tmp/index.html; exec httpd -f -p 80 -h /tmp").start();

    Await.until(
        "the page",
        () -> {
          try (ByteStream port = engine.portForward(pod.id(), 80)) {
            port.output().write("GET / HTTP/1.0\r\n\r\n".getBytes(UTF_8));
            assertThat(text(port.input())).startsWith("HTTP/1.").endsWith("served\n");
          }
        });
  }

  @Test
  void aPortThatNobodyListensOnIsToldToTheReader() throws Exception {
    try (ByteStream port = engine.portForward(pod.id(), 81)) {
      assertThatThrownBy(() -> port.input().read())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("81");
    }
  }

  private static List<String> shell(String script) {
    return List.of("/bin/sh", "-c", script);
  }

  private static String text(InputStream input) throws IOException {
    return new String(input.readAllBytes(), UTF_8);
  }

  private static int exit(ContainerStreams streams) throws Exception {
    return streams.exit().get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
