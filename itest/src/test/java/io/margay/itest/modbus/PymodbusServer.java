package io.margay.itest.modbus;

import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
    return run("pymodbus_server.py", "0");
  }

  /**
   * One on another wire: {@code counterparties/pymodbus_wires.py} says which there are, and what
   * stands in its registers.
   *
   * @param where a serial port; 0 for a port that the system chooses
   * @param files what TLS needs: certificate and key
   */
  public static PymodbusServer on(String wire, String where, Path... files) {
    List<String> arguments = new ArrayList<>(List.of(wire, where));
    Stream.of(files).map(Path::toString).forEach(arguments::add);
    return run("pymodbus_wires.py", arguments.toArray(String[]::new));
  }

  private static PymodbusServer run(String script, String... arguments) {
    if (RunningProgram.run(
                Program.PYTHON.path(), "-c", "import pymodbus.server.async_io, serial_asyncio")
            .exitCode()
        != 0) {
      throw Program.PYTHON.missing();
    }
    Path file = Path.of(System.getProperty("margay.counterparties"), script);
    List<String> command = new ArrayList<>(List.of(Program.PYTHON.path(), file.toString()));
    command.addAll(List.of(arguments));
    return new PymodbusServer(
        RunningProgram.start(WorkFolder.numbered("pymodbus", "log"), Map.of(), command));
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {
    program.close();
  }
}
