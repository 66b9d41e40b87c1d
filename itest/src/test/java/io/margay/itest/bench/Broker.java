package io.margay.itest.bench;

import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Program;
import io.margay.itest.support.ReservedPort;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A broker that is measured. */
record Broker(String name, int port, RunningProgram program, AutoCloseable owner)
    implements AutoCloseable {

  /** The node as it is shipped, with room for the connections of the bench. */
  static Broker margay() {
    MargayNode node = MargayNode.unpacked("bench-mqtt");
    node.configure(
        "io.margay.bus.cfg", "port=%d\nmaxConnections=2000\n".formatted(node.mqttPort()));
    node.start();
    return new Broker("margay", node.mqttPort(), node.program(), node);
  }

  /** Debian's mosquitto, which keeps nothing on disk and throws nothing away. */
  static Broker mosquitto() {
    ReservedPort reserved = new ReservedPort();
    int port = reserved.number();
    Path settings = WorkFolder.numbered("bench-mosquitto", "conf");
    try {
      Files.createDirectories(settings.getParent());
      Files.writeString(
          settings,
          """
          listener %d 127.0.0.1
          allow_anonymous true
          persistence false
          max_queued_messages 0
          log_dest none
          """
              .formatted(port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RunningProgram program =
        RunningProgram.start(
            WorkFolder.numbered("bench-mosquitto", "log"),
            Map.of(),
            List.of(Program.MOSQUITTO.path(), "-c", settings.toString()));
    awaitPort(port);
    return new Broker(
        "mosquitto",
        port,
        program,
        () -> {
          program.close();
          reserved.close();
        });
  }

  private static void awaitPort(int port) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (true) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  ProcessFigures figures() {
    return ProcessFigures.of(program.pid());
  }

  /** Lets the broker throw away what it does not need any more. */
  void settle() throws InterruptedException {
    if (owner instanceof MargayNode) {
      String jcmd = System.getProperty("java.home") + "/bin/jcmd";
      for (int i = 0; i < 2; i++) {
        RunningProgram.run(jcmd, Long.toString(program.pid()), "GC.run");
        RunningProgram.run(jcmd, Long.toString(program.pid()), "System.trim_native_heap");
      }
    }
    TimeUnit.SECONDS.sleep(3);
  }

  @Override
  public void close() throws Exception {
    owner.close();
  }
}
