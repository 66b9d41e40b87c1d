package io.margay.itest.bench;

import io.margay.itest.node.DeviceYaml;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.WorkFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many connections: each device has a connection of its own, and its values go all the way to its
 * twin and to one subscriber inside the JVM. Baseline: the slaves' own share of the processor,
 * which is libmodbus in C doing the other half of the same conversation.
 */
final class Load {
  private static final Pattern PAUSE = Pattern.compile("(\\d+)M->(\\d+)M\\(");
  private static final Pattern SKIPPED = Pattern.compile("(\\d+) polls skipped");
  private static final Pattern TWIN =
      Pattern.compile("(\\d+)\\|Active *\\|[^|]*\\|io\\.margay\\.twin ");
  private static final int WARM_UP_SECONDS = 30;
  private static final int CHANGE_SECONDS = 5;

  private Load() {}

  public static void main(String[] args) throws Exception {
    int devices = args.length > 0 ? Integer.parseInt(args[0]) : 100;
    int registers = args.length > 1 ? Integer.parseInt(args[1]) : 100;
    int cycleMillis = args.length > 2 ? Integer.parseInt(args[2]) : 100;
    int seconds = args.length > 3 ? Integer.parseInt(args[3]) : 60;
    String options = args.length > 4 ? args[4] : "";
    Figures.title(
        "%d connections x %d registers every %d ms, libmodbus slaves on loopback %s"
            .formatted(devices, registers, cycleMillis, options));
    Path gauge = WorkFolder.numbered("gauge", "txt");
    Path collections = WorkFolder.numbered("collections", "log");
    try (ModbusPlant plant = ModbusPlant.of(devices);
        MargayNode node = MargayNode.unpacked("bench-load")) {
      node.with(
          "MARGAY_JAVA_OPTS",
          "-Dmargay.gauge=%s -Xlog:gc:file=%s:uptime %s".formatted(gauge, collections, options));
      node.deploy("modbus.jar", node.driver("modbus"));
      node.deploy("gauge.jar", GaugeJar.build());
      for (int i = 0; i < devices; i++) {
        node.apply("device-" + i + ".yaml", device(i, plant.port(), registers, cycleMillis));
      }
      node.start();
      TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
      measure(node, plant, gauge, collections, seconds);
      measureAcquisition(node, plant, seconds);
    }
  }

  private static void measure(
      MargayNode node, ModbusPlant plant, Path gauge, Path collections, int seconds)
      throws InterruptedException {
    ProcessFigures begin = ProcessFigures.of(node.program().pid());
    ModbusPlant.Work workBegin = plant.work();
    long[] gaugeBegin = gauge(gauge);
    long freedBegin = freedMegabytes(collections);
    long skippedBegin = skipped(node);
    TimeUnit.SECONDS.sleep(seconds);
    ProcessFigures end = ProcessFigures.of(node.program().pid());
    ModbusPlant.Work workEnd = plant.work();
    long[] gaugeEnd = gauge(gauge);

    long requests = workEnd.requests() - workBegin.requests();
    Figures.print(
        "requests  %8.0f /s    samples %8.0f /s    lost %d    bad %d    late ticks %d",
        (double) requests / seconds,
        (double) (gaugeEnd[0] - gaugeBegin[0]) / seconds,
        gaugeEnd[1],
        gaugeEnd[2] - gaugeBegin[2],
        skipped(node) - skippedBegin);
    Figures.print(
        "node      %5.1f %% of a core    VmRSS %6.1f MB    %d threads    garbage %.1f MB/s",
        (end.cpuMillis() - begin.cpuMillis()) / (seconds * 10.0),
        end.rssMegabytes(),
        end.threads(),
        (freedMegabytes(collections) - freedBegin) / (double) seconds);
    Figures.print(
        "slaves    %5.1f %% of a core (baseline: the same conversation's other end, in C)",
        (workEnd.cpuMillis() - workBegin.cpuMillis()) / (seconds * 10.0));
  }

  /**
   * The same polls with no twin to report to: devices are read, values decoded, scaled, judged and
   * remembered, and that is all.
   */
  private static void measureAcquisition(MargayNode node, ModbusPlant plant, int seconds)
      throws InterruptedException {
    Matcher twin = TWIN.matcher(node.shell("lb -s"));
    if (!twin.find()) {
      throw new IllegalStateException("no bundle io.margay.twin is active");
    }
    node.shell("stop " + twin.group(1));
    TimeUnit.SECONDS.sleep(CHANGE_SECONDS);
    ProcessFigures begin = ProcessFigures.of(node.program().pid());
    ModbusPlant.Work workBegin = plant.work();
    TimeUnit.SECONDS.sleep(seconds);
    ProcessFigures end = ProcessFigures.of(node.program().pid());
    Figures.print(
        "acquiring %5.1f %% of a core    %8.0f requests/s (the same with the twin stopped)",
        (end.cpuMillis() - begin.cpuMillis()) / (seconds * 10.0),
        (double) (plant.work().requests() - workBegin.requests()) / seconds);
  }

  private static DeviceYaml device(int number, int port, int registers, int cycleMillis) {
    DeviceYaml yaml =
        DeviceYaml.of("device-" + number, "modbus")
            .setting("communicateMode", "TCP")
            .setting("ip", ModbusPlant.address(number))
            .setting("port", port)
            .setting("slaveID", 1)
            .everyMillis(cycleMillis);
    for (int register = 0; register < registers; register++) {
      yaml.holding("r" + register, register);
    }
    return yaml;
  }

  private static long[] gauge(Path file) {
    String[] words = Figures.text(file).strip().split(" ", -1);
    return new long[] {
      Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2])
    };
  }

  /** What the collector has freed so far. */
  private static long freedMegabytes(Path log) {
    try {
      return Files.readAllLines(log).stream()
          .map(PAUSE::matcher)
          .filter(Matcher::find)
          .mapToLong(pause -> Long.parseLong(pause.group(1)) - Long.parseLong(pause.group(2)))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long skipped(MargayNode node) {
    Matcher found = SKIPPED.matcher(node.shell("mapper:list"));
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }
}
