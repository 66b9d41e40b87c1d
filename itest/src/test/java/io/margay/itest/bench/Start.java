package io.margay.itest.bench;

import io.margay.itest.modbus.LibmodbusServer;
import io.margay.itest.node.MargayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

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
      List<Long> without = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) {
        forgetArchive(node);
        without.add(once(node));
      }
      Figures.print("first start, no archive yet       %s", Figures.spread(without));
      forgetArchive(node);
      train(node);
      List<Long> with = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) {
        with.add(once(node));
      }
      Figures.print("with the trained archive          %s", Figures.spread(with));
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

  private static void forgetArchive(MargayNode node) throws IOException {
    Path archives = node.var().resolve("cds");
    if (Files.exists(archives)) {
      try (Stream<Path> files = Files.list(archives)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Lets a node run for a moment; it makes its archive when it stops. */
  static void train(MargayNode node) throws IOException, InterruptedException {
    node.start();
    TimeUnit.SECONDS.sleep(3);
    node.stop();
    if (!hasArchive(node)) {
      throw new IllegalStateException("no archive was made");
    }
  }

  private static boolean hasArchive(MargayNode node) throws IOException {
    Path archives = node.var().resolve("cds");
    if (!Files.exists(archives)) {
      return false;
    }
    try (Stream<Path> files = Files.list(archives)) {
      return files.anyMatch(file -> file.toString().endsWith(".jsa"));
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
