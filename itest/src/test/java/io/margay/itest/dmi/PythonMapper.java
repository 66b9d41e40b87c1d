package io.margay.itest.dmi;

import io.margay.itest.support.Lines;
import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code counterparties/dmi_mapper.py}: a mapper in a process and a language of its own. */
public final class PythonMapper implements AutoCloseable {
  private final RunningProgram program;

  private PythonMapper(RunningProgram program) {
    this.program = program;
  }

  /**
   * Starts one; it registers by itself.
   *
   * @param own the socket on which it takes calls
   */
  public static PythonMapper start(
      Path generated,
      Path dmi,
      Path own,
      String name,
      String protocol,
      int everyMillis,
      String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Program.PYTHON_GRPC.path(),
                Path.of(System.getProperty("margay.counterparties"), "dmi_mapper.py").toString(),
                generated.toString(),
                dmi.toString(),
                own.toString(),
                name,
                protocol,
                "" + everyMillis));
    command.addAll(List.of(options));
    return new PythonMapper(
        RunningProgram.start(WorkFolder.numbered("dmi-mapper", "log"), Map.of(), command));
  }

  /** What it was told, a line each. */
  public Lines told() {
    return program.output();
  }

  public long pid() {
    return program.pid();
  }

  /** Ends it as the system does when memory is short. */
  public void kill() {
    program.kill();
  }

  @Override
  public void close() {
    program.close();
  }
}
