package io.margay.runc.internal.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.margay.runc.internal.process.Programs;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs of this machine at terminals of {@code script}. */
@Timeout(60)
class TerminalStreamsTest {
  private final Programs programs = new Programs(task -> new Thread(task).start());

  @Test
  void aProgramHasATerminalOfTheSizeThatIsToldAndItsWordsAsTheyAre() throws Exception {
    String script = "until stty size | grep '37 101'; do sleep 0.05; done; read a; echo \"$a $1\"";

    try (TerminalStreams streams =
        TerminalStreams.open(programs, List.of("sh", "-c", script, "sh", "it's $HOME"))) {
      streams.resize(101, 37);
      streams.stdin().write("ocelot\n".getBytes(UTF_8));
      streams.stdin().flush();

      assertThat(new String(streams.stdout().readAllBytes(), UTF_8)).contains("ocelot it's $HOME");
      assertThat(streams.exit().get(30, TimeUnit.SECONDS)).isZero();
    }
  }

  @Test
  void itsExitCodeIsTold() throws Exception {
    try (TerminalStreams streams = TerminalStreams.open(programs, List.of("sh", "-c", "exit 7"))) {
      assertThat(streams.stdout().readAllBytes()).isEmpty();
      assertThat(streams.exit().get(30, TimeUnit.SECONDS)).isEqualTo(7);
    }
  }
}
