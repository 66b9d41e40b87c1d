package io.margay.itest.mqtt;

import io.margay.itest.support.Lines;
import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code counterparties/kubeedge_led.py}: the mapper of a lamp, on topics without namespace. */
public final class LedProgram implements AutoCloseable {
  private final RunningProgram program;

  private LedProgram(RunningProgram program) {
    this.program = program;
  }

  public static LedProgram start(int port, String device, String node) {
    if (RunningProgram.run(Program.PYTHON.path(), "-c", "import paho.mqtt.client").exitCode()
        != 0) {
      throw Program.PYTHON.missing();
    }
    Path script = Path.of(System.getProperty("margay.counterparties"), "kubeedge_led.py");
    return new LedProgram(
        RunningProgram.start(
            WorkFolder.numbered("kubeedge_led", "log"),
            Map.of(),
            List.of(Program.PYTHON.path(), script.toString(), "" + port, device, node)));
  }

  /** What it says that it sees and does. */
  public Lines output() {
    return program.output();
  }

  @Override
  public void close() {
    program.close();
  }
}
