package io.margay.itest.bench;

import io.margay.itest.modbus.LibmodbusServer;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Memory and CPU of a node with one device at rest, minute by minute. Baseline: a JVM with the same
 * flags that does nothing.
 */
final class Footprint {
  private Footprint() {}

  public static void main(String[] args) throws Exception {
    int minutes = args.length > 0 ? Integer.parseInt(args[0]) : 10;
    Figures.title("memory at rest, one device with five properties once a second");
    try (LibmodbusServer slave = LibmodbusServer.moving();
        MargayNode node = MargayNode.unpacked("bench-footprint")) {
      node.deploy("modbus.jar", node.driver("modbus"));
      node.apply("press.yaml", Press.yaml(slave.port(), 1000));
      Start.train(node);
      node.start();
      ProcessFigures before = ProcessFigures.of(node.program().pid());
      for (int minute = 1; minute <= minutes; minute++) {
        TimeUnit.MINUTES.sleep(1);
        ProcessFigures now = ProcessFigures.of(node.program().pid());
        Figures.print(
            "after %2d min  VmRSS %5.1f MB  PSS %5.1f MB  %d threads  %.2f %% of a core",
            minute,
            now.rssMegabytes(),
            now.pssMegabytes(),
            now.threads(),
            (now.cpuMillis() - before.cpuMillis()) / 600.0);
        before = now;
      }
    }
    baseline();
  }

  private static void baseline() throws InterruptedException {
    List<String> command =
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xss256k",
            "-Xms8m",
            "-Xmx64m",
            "-XX:-UsePerfData",
            "-cp",
            System.getProperty("java.class.path"),
            Idle.class.getName());
    try (RunningProgram idle =
        RunningProgram.start(
            WorkFolder.file("bench-idle.log"), Map.of("MALLOC_ARENA_MAX", "1"), command)) {
      TimeUnit.SECONDS.sleep(5);
      ProcessFigures floor = ProcessFigures.of(idle.pid());
      Figures.print(
          "baseline: idle JVM  VmRSS %5.1f MB  PSS %5.1f MB",
          floor.rssMegabytes(), floor.pssMegabytes());
    }
  }

  /** The baseline's program. */
  static final class Idle {
    private Idle() {}

    public static void main(String[] args) throws InterruptedException {
      TimeUnit.MINUTES.sleep(1);
    }
  }
}
