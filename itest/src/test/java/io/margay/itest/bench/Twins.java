package io.margay.itest.bench;

import io.margay.itest.node.MargayNode;
import io.margay.itest.support.RunningProgram;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many twins at rest: 10,000 devices with 10 properties each, which the simulator has reported once
 * and which a restart without it brings back, in the heap that a node has by default. Baseline: the
 * same node without a device.
 */
final class Twins {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int PROPERTIES = 10;
  private static final int DEVICES_PER_FILE = 500;
  private static final String RESTORED = "have their twins";
  private static final Pattern HEAP_USED = Pattern.compile("total +\\d+K, used (\\d+)K");

  private Twins() {}

  public static void main(String[] args) throws Exception {
    int devices = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
    String heap = args.length > 1 ? args[1] : "256m";
    Figures.title(
        "%d devices x %d properties, -Xmx%s while served".formatted(devices, PROPERTIES, heap));
    try (MargayNode node = MargayNode.unpacked("bench-twins")) {
      node.apply("model.yaml", model());
      Start.train(node);
      double empty = atRest(node, "no device");
      stop(node);

      for (int from = 0; from < devices; from += DEVICES_PER_FILE) {
        node.apply(
            "devices-" + from + ".yaml", yaml(from, Math.min(devices, from + DEVICES_PER_FILE)));
      }
      node.with("MARGAY_JAVA_OPTS", "-Xmx" + heap);
      node.deploy("simulator.jar", node.driver("simulator"));
      report(node, devices);
      atRest(node, "served by the simulator");
      stop(node);

      node.undeploy("simulator.jar");
      node.with("MARGAY_JAVA_OPTS", "");
      double restored = restart(node, "orderly stop");
      Figures.print(
          "heap for each twin                %5.0f bytes", (restored - empty) * 1024 / devices);
      node.kill();
      restart(node, "kill -9");
      stop(node);
    }
  }

  /** Starts a node for the first time with these devices, and waits until all have values. */
  private static void report(MargayNode node, int devices) throws InterruptedException {
    long start = System.nanoTime();
    node.launch();
    try (Tap tap = Tap.counting(node.mqttPort())) {
      while (tap.values() < (long) devices * PROPERTIES) {
        if (System.nanoTime() - start > PATIENCE.toNanos()) {
          throw new IllegalStateException("only " + tap.values() + " values came");
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    Figures.print("first start, all values reported  %s", since(start));
  }

  private static double restart(MargayNode node, String after) throws InterruptedException {
    long start = System.nanoTime();
    RunningProgram program = node.launch();
    String line = program.output().await(0, RESTORED);
    Figures.print("restart after %-12s        %s", after, since(start));
    Figures.print(
        "  %s", line.substring(line.indexOf(RESTORED) - 20 < 0 ? 0 : line.lastIndexOf("  ") + 1));
    return atRest(node, "restored, no driver");
  }

  /** Lets a node come to rest, and says what it takes; gives its live heap in kB. */
  private static double atRest(MargayNode node, String what) throws InterruptedException {
    if (!node.program().isAlive()) {
      node.start();
    }
    TimeUnit.SECONDS.sleep(12);
    double before = ProcessFigures.of(node.program().pid()).rssMegabytes();
    double heap = liveHeap(node);
    ProcessFigures now = ProcessFigures.of(node.program().pid());
    Figures.print(
        "%-32s  VmRSS %6.1f MB (after GC %6.1f)  live heap %6.1f MB  %d threads",
        what, before, now.rssMegabytes(), heap / 1024, now.threads());
    return heap;
  }

  private static double liveHeap(MargayNode node) {
    node.jcmd("GC.run");
    Matcher used = HEAP_USED.matcher(node.jcmd("GC.heap_info"));
    double sum = 0;
    while (used.find()) {
      sum += Double.parseDouble(used.group(1));
    }
    return sum;
  }

  private static void stop(MargayNode node) {
    long start = System.nanoTime();
    node.stop();
    Figures.print("orderly stop                      %s", since(start));
  }

  private static String since(long start) {
    return "%6d ms".formatted(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  private static String model() {
    StringBuilder yaml =
        new StringBuilder(
            """
            apiVersion: devices.kubeedge.io/v1beta1
            kind: DeviceModel
            metadata: {name: tank-model, namespace: default}
            spec:
              protocol: simulator
              properties:
            """);
    for (int i = 0; i < PROPERTIES; i++) {
      yaml.append("    - {name: property-%d, type: DOUBLE, accessMode: ReadOnly}%n".formatted(i));
    }
    return yaml.toString();
  }

  private static String yaml(int from, int to) {
    StringBuilder yaml = new StringBuilder();
    for (int device = from; device < to; device++) {
      yaml.append(
          """
          ---
          apiVersion: devices.kubeedge.io/v1beta1
          kind: Device
          metadata: {name: tank-%d, namespace: default}
          spec:
            deviceModelRef: {name: tank-model}
            protocol: {protocolName: simulator, configData: {link: link-%d}}
            properties:
          """
              .formatted(device, device % 16));
      for (int i = 0; i < PROPERTIES; i++) {
        yaml.append(
            """
              - name: property-%d
                collectCycle: 3600000
                visitors: {protocolName: simulator, configData: {signal: constant, value: %d.5}}
            """
                .formatted(i, device + i));
      }
    }
    return yaml.toString();
  }
}
