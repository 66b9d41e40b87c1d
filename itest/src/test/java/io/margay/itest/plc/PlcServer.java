package io.margay.itest.plc;

import io.margay.itest.support.Program;
import io.margay.itest.support.ReservedPort;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A server of {@code counterparties/plc} in a process of its own; it comes back on its port. */
public final class PlcServer implements AutoCloseable {
  private final String script;
  private final ReservedPort port = new ReservedPort();
  private RunningProgram program;

  private PlcServer(String script) {
    this.script = script;
    start();
  }

  /** snap7's S7 CPU. */
  public static PlcServer s7() {
    return new PlcServer("s7-server.js");
  }

  /** node-opcua's OPC UA server. */
  public static PlcServer opcUa() {
    return new PlcServer("opcua-server.js");
  }

  public int port() {
    return port.number();
  }

  /** Ends it as a power cut does. */
  public void kill() {
    program.kill();
  }

  /** Starts it, and returns once it listens. */
  public void start() {
    Path file = Path.of(System.getProperty("margay.counterparties"), "plc", script);
    program =
        RunningProgram.start(
            WorkFolder.numbered("plc", "log"),
            Map.of(),
            List.of(
                Program.NODE.path(),
                file.toString(),
                Integer.toString(port.number()),
                WorkFolder.file("plc").toString()));
    program.output().await(0, "listening on");
  }

  @Override
  public void close() {
    program.close();
    port.close();
  }
}
