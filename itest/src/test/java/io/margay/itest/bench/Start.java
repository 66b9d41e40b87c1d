package io.margay.itest.bench;

import io.margay.itest.modbus.LibmodbusServer;
import io.margay.itest.node.MargayNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Cold start: from starting {@code bin/margay run} to the first value of a device at an MQTT
 * client. Baseline: a JVM that starts, does nothing and ends.
 */
final class Start {
  private static final int RUNS = 7;

  private Start() {}

  public static void main(String[] args) throws Exception {
    Figures.title("start to first value on MQTT; driver in deploy/, device in manifests/");
    try (LibmodbusServer slave = LibmodbusServer.moving();
        MargayNode node = MargayNode.unpacked("bench-start")) {
      node.deploy("modbus.jar", node.driver("modbus"));
      node.apply("press.yaml", Press.yaml(slave.port(), 1000));
      Figures.print("first start, trains the archive   %5d ms", once(node));
      List<Long> with = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) {
        with.add(once(node));
      }
      Figures.print("with the trained archive          %s", Figures.spread(with));
      node.with("MARGAY_CDS", "off");
      List<Long> without = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) {
        without.add(once(node));
      }
      Figures.print("without an archive                %s", Figures.spread(without));
    }
    List<Long> floor = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      floor.add(emptyJvm());
    }
    Figures.print("baseline: java -version           %s", Figures.spread(floor));
  }

  private static long once(MargayNode node) {
    long start = System.nanoTime();
    node.launch();
    try (Tap tap = Tap.keeping(node.mqttPort())) {
      long first = tap.nextGood(Press.PROPERTY, 60).nanos();
      node.stop();
      return TimeUnit.NANOSECONDS.toMillis(first - start);
    }
  }

  private static long emptyJvm() throws IOException, InterruptedException {
    long start = System.nanoTime();
    new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-version")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
