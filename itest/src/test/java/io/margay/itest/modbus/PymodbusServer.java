package io.margay.itest.modbus;

import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * {@code counterparties/pymodbus_server.py}; register {@code a} of unit {@code u} holds 1000u+a.
 */
public final class PymodbusServer implements AutoCloseable {
  private final RunningProgram program;
  private final int port;

  private PymodbusServer(RunningProgram program) {
    this.program = program;
    this.port = LibmodbusServer.Listening.port(program);
  }

  public static PymodbusServer start() {
    if (RunningProgram.run(
                Program.PYTHON.path(), "-c", "import pymodbus.server.async_io, serial_asyncio")
            .exitCode()
        != 0) {
      throw Program.PYTHON.missing();
    }
    Path script = Path.of(System.getProperty("margay.counterparties"), "pymodbus_server.py");
    return new PymodbusServer(
        RunningProgram.start(
            WorkFolder.numbered("pymodbus", "log"),
            Map.of(),
            List.of(Program.PYTHON.path(), script.toString(), "0")));
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {
    program.close();
  }
}
