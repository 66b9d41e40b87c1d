package io.margay.itest.bench;

import com.ghgande.j2mod.modbus.facade.ModbusTCPMaster;
import io.margay.itest.modbus.LibmodbusServer;
import io.margay.itest.node.DeviceYaml;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Many devices: 100 devices with 100 registers each, once a second, to twins and one MQTT client.
 * Baseline: a bare program with one j2mod connection and one thread for each device that reads the
 * same and does nothing with it.
 */
final class Throughput {
  private static final int DEVICES = 100;
  private static final int REGISTERS = 100;
  private static final int CYCLE_MILLIS = 1000;

  private Throughput() {}

  public static void main(String[] args) throws Exception {
    int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 60;
    Figures.title(
        "%d devices x %d registers every %d ms, libmodbus slave on loopback"
            .formatted(DEVICES, REGISTERS, CYCLE_MILLIS));
    try (LibmodbusServer slave = LibmodbusServer.still()) {
      margay(slave, seconds, true);
      margay(slave, seconds, false);
      baseline(slave, seconds);
    }
  }

  private static void margay(LibmodbusServer slave, int seconds, boolean client)
      throws InterruptedException {
    try (MargayNode node = MargayNode.unpacked("bench-throughput")) {
      node.deploy("modbus.jar", node.driver("modbus"));
      for (int i = 0; i < DEVICES; i++) {
        node.apply("device-" + i + ".yaml", device(i, slave.port()));
      }
      node.start();
      TimeUnit.SECONDS.sleep(20);
      long before = 0;
      long after = 0;
      ProcessFigures begin;
      ProcessFigures end;
      if (client) {
        try (Tap tap = Tap.counting(node.mqttPort())) {
          TimeUnit.SECONDS.sleep(2);
          begin = ProcessFigures.of(node.program().pid());
          before = tap.values();
          TimeUnit.SECONDS.sleep(seconds);
          after = tap.values();
          end = ProcessFigures.of(node.program().pid());
        }
      } else {
        begin = ProcessFigures.of(node.program().pid());
        int requests = slave.requests().size();
        TimeUnit.SECONDS.sleep(seconds);
        after = (long) (slave.requests().size() - requests) * REGISTERS;
        end = ProcessFigures.of(node.program().pid());
      }
      report(
          client ? "margay, one MQTT client" : "margay, no client (values read)",
          after - before,
          seconds,
          begin,
          end);
    }
  }

  private static DeviceYaml device(int number, int port) {
    DeviceYaml yaml =
        DeviceYaml.modbus("device-" + number, port, number + 1).everyMillis(CYCLE_MILLIS);
    for (int register = 0; register < REGISTERS; register++) {
      yaml.holding("r" + register, register);
    }
    return yaml;
  }

  private static void baseline(LibmodbusServer slave, int seconds) throws InterruptedException {
    List<String> command =
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-XX:+UseSerialGC",
            "-Xss256k",
            "-Xmx64m",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-cp",
            System.getProperty("java.class.path"),
            Plain.class.getName(),
            Integer.toString(slave.port()));
    try (RunningProgram plain =
        RunningProgram.start(WorkFolder.file("bench-plain.log"), Map.of(), command)) {
      TimeUnit.SECONDS.sleep(10);
      ProcessFigures begin = ProcessFigures.of(plain.pid());
      int requests = slave.requests().size();
      TimeUnit.SECONDS.sleep(seconds);
      long values = (long) (slave.requests().size() - requests) * REGISTERS;
      report(
          "baseline: bare j2mod, a thread each",
          values,
          seconds,
          begin,
          ProcessFigures.of(plain.pid()));
    }
  }

  private static void report(
      String what, long values, int seconds, ProcessFigures begin, ProcessFigures end) {
    Figures.print(
        "%-36s %7.0f values/s  %5.1f %% of a core  VmRSS %5.1f MB  %d threads",
        what,
        (double) values / seconds,
        (end.cpuMillis() - begin.cpuMillis()) / (seconds * 10.0),
        end.rssMegabytes(),
        end.threads());
  }

  /** The baseline's program. */
  static final class Plain {
    private Plain() {}

    public static void main(String[] args) throws Exception {
      int port = Integer.parseInt(args[0]);
      for (int i = 0; i < DEVICES; i++) {
        int unit = i + 1;
        new Thread(() -> poll(port, unit)).start();
      }
    }

    private static void poll(int port, int unit) {
      try {
        ModbusTCPMaster master = new ModbusTCPMaster("127.0.0.1", port, 3000, false);
        master.connect();
        long next = System.nanoTime();
        while (true) {
          master.readMultipleRegisters(unit, 0, REGISTERS);
          next += TimeUnit.MILLISECONDS.toNanos(CYCLE_MILLIS);
          TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
