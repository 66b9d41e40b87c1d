package io.margay.itest.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.support.Await;
import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Two serial ports with a cable between them, as socat makes them. */
public final class SerialPair implements AutoCloseable {
  private final RunningProgram program;
  private final Path one = WorkFolder.numbered("tty", "one");
  private final Path other = WorkFolder.numbered("tty", "other");

  private SerialPair() {
    program =
        RunningProgram.start(
            WorkFolder.numbered("socat", "log"),
            Map.of(),
            List.of(Program.SOCAT.path(), "-d", pty(one), pty(other)));
    Await.until(
        "both ends of a serial line",
        () -> {
          assertThat(one).exists();
          assertThat(other).exists();
        });
  }

  public static SerialPair plugged() {
    return new SerialPair();
  }

  public Path one() {
    return one;
  }

  public Path other() {
    return other;
  }

  @Override
  public void close() {
    program.close();
  }

  private static String pty(Path link) {
    return "pty,raw,echo=0,link=" + link.toAbsolutePath();
  }
}
