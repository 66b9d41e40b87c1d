package io.margay.itest.bench;

import io.margay.itest.dmi.DmiPython;
import io.margay.itest.driver.TestDriverJar;
import io.margay.itest.modbus.LibmodbusServer;
import io.margay.itest.node.DeviceYaml;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a mapper in another process costs: how long a value takes from it to an MQTT client, beside
 * a value of a driver in the node; how many values it can report; and the memory of the node with
 * Modbus before gRPC is loaded and after.
 */
final class Dmi {
  private static final int EVERY_MILLIS = 10;
  private static final int PROPERTIES = 20;

  private Dmi() {}

  public static void main(String[] args) throws Exception {
    int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 10;
    Path generated = DmiPython.generated();
    Figures.title("DMI on a unix socket, a mapper in Python");
    try (LibmodbusServer slave = LibmodbusServer.moving();
        MargayNode node = MargayNode.unpacked("bench-dmi")) {
      Path socket = node.var().resolve("run/dmi.sock");
      node.configure("io.margay.dmi.grpc.cfg", "socket=" + socket + "\n");
      node.deploy("modbus.jar", node.driver("modbus"));
      node.apply("press.yaml", Press.yaml(slave.port(), 1000));
      Start.train(node);
      node.start();
      memory(node, "Modbus active, no mapper in another process");
      node.deploy("clock.jar", TestDriverJar.withFault("clock", "1.0.0", "clock", "says the time"));
      node.apply("inside.yaml", device("inside", "clock", 1));
      latency(node, "driver in the node", "default/inside", seconds);
      node.unapply("inside.yaml");
      node.apply("outside.yaml", device("outside", "far", 1));
      try (RunningProgram mapper = mapper(generated, socket, "far", EVERY_MILLIS, 1)) {
        mapper.output().await(0, "REGISTERED with 1 devices");
        latency(node, "mapper over the socket", "default/outside", seconds);
        memory(node, "Modbus and a mapper in another process active");
      }
      node.apply("flood.yaml", device("flood", "flood", PROPERTIES));
      try (RunningProgram mapper = mapper(generated, socket, "flood", 0, 32)) {
        mapper.output().await(0, "REGISTERED with 1 devices");
        throughput(node, seconds);
        memory(node, "after the flood");
      }
    }
  }

  private static DeviceYaml device(String name, String protocol, int properties) {
    DeviceYaml device = DeviceYaml.of(name, protocol).everyMillis(EVERY_MILLIS);
    for (int i = 0; i < properties; i++) {
      device.property("p" + i, "INT", "ReadOnly", Map.of("at", i));
    }
    return device;
  }

  private static RunningProgram mapper(
      Path generated, Path socket, String protocol, int pauseMillis, int calls) throws Exception {
    TimeUnit.SECONDS.sleep(1);
    return RunningProgram.start(
        WorkFolder.numbered("dmi-load", "log"),
        Map.of(),
        List.of(
            Program.PYTHON_GRPC.path(),
            Path.of(System.getProperty("margay.counterparties"), "dmi_load.py").toString(),
            generated.toString(),
            socket.toString(),
            "-",
            protocol + "-mapper",
            protocol,
            "" + pauseMillis,
            "" + calls));
  }

  private static void latency(MargayNode node, String what, String device, int seconds)
      throws InterruptedException {
    long epochMinusNano = System.currentTimeMillis() * 1_000 - System.nanoTime() / 1_000;
    try (Tap tap = Tap.keeping(node.mqttPort())) {
      tap.nextGood("p0", 60);
      TimeUnit.SECONDS.sleep(2);
      tap.clear();
      TimeUnit.SECONDS.sleep(seconds);
      long[] micros =
          tap.drain().stream()
              .filter(report -> report.device().contains(device))
              .mapToLong(
                  report ->
                      report.nanos() / 1_000
                          + epochMinusNano
                          - report.data().path("p0").path("value").asLong())
              .sorted()
              .toArray();
      Figures.print(
          "%-24s to MQTT client  p50 %5d us  p99 %5d us  n=%d",
          what, micros[micros.length / 2], micros[micros.length * 99 / 100], micros.length);
    }
  }

  private static void throughput(MargayNode node, int seconds) throws InterruptedException {
    try (Tap tap = Tap.counting(node.mqttPort())) {
      TimeUnit.SECONDS.sleep(3);
      long values = tap.values();
      ProcessFigures before = ProcessFigures.of(node.program().pid());
      TimeUnit.SECONDS.sleep(seconds);
      ProcessFigures after = ProcessFigures.of(node.program().pid());
      double rate = (double) (tap.values() - values) / seconds;
      double cores = (after.cpuMillis() - before.cpuMillis()) / (seconds * 1_000.0);
      Figures.print(
          "reports: %.0f values/s in %.0f calls/s on MQTT, %.0f %% of a core, %.0f values per CPU"
              + " second",
          rate, rate / PROPERTIES, cores * 100, rate / cores);
    }
  }

  private static void memory(MargayNode node, String what) throws InterruptedException {
    TimeUnit.SECONDS.sleep(5);
    ProcessFigures now = ProcessFigures.of(node.program().pid());
    Figures.print(
        "VmRSS %5.1f MB  PSS %5.1f MB  %d threads: %s",
        now.rssMegabytes(), now.pssMegabytes(), now.threads(), what);
  }
}
