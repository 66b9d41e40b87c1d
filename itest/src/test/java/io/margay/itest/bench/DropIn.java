package io.margay.itest.bench;

import io.margay.itest.driver.TestDriverJar;
import io.margay.itest.modbus.LibmodbusServer;
import io.margay.itest.node.MargayNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Hot drop-in: from copying a driver jar to the first value of its device, and how long values stay
 * away when the jar is overwritten. Baseline: the same device's ordinary distance between values.
 */
final class DropIn {
  private static final int CYCLE_MILLIS = 100;
  private static final int RUNS = 7;

  private DropIn() {}

  public static void main(String[] args) throws Exception {
    Figures.title("drop-in of the Modbus driver, device polled every " + CYCLE_MILLIS + " ms");
    try (LibmodbusServer slave = LibmodbusServer.moving();
        MargayNode node = MargayNode.unpacked("bench-drop-in")) {
      node.apply("press.yaml", Press.yaml(slave.port(), CYCLE_MILLIS));
      node.start();
      try (Tap tap = Tap.keeping(node.mqttPort())) {
        List<Long> toFirstValue = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
          toFirstValue.add(dropIn(node, tap));
          if (i < RUNS - 1) {
            node.undeploy("modbus.jar");
            TimeUnit.SECONDS.sleep(3);
          }
        }
        Figures.print("copy of the jar to first value    %s", Figures.spread(toFirstValue));
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i <= RUNS; i++) {
          gaps.add(update(node, tap, "0.1." + i));
        }
        Figures.print("longest gap of an update          %s", Figures.spread(gaps));
        Figures.print("baseline: longest gap without one %5d ms", longestGap(tap, 3));
      }
    }
  }

  private static long dropIn(MargayNode node, Tap tap) {
    tap.clear();
    long start = System.nanoTime();
    node.deploy("modbus.jar", node.driver("modbus"));
    return TimeUnit.NANOSECONDS.toMillis(tap.nextGood(Press.PROPERTY, 30).nanos() - start);
  }

  private static long update(MargayNode node, Tap tap, String version) {
    Path newer = TestDriverJar.withVersion(node.driver("modbus"), version);
    tap.clear();
    node.deploy("modbus.jar", newer);
    return longestGap(tap, 4);
  }

  private static long longestGap(Tap tap, int seconds) {
    long longest = 0;
    Tap.Report last = tap.nextGood(Press.PROPERTY, 30);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (last.nanos() < end) {
      Tap.Report next = tap.nextGood(Press.PROPERTY, 30);
      longest = Math.max(longest, next.nanos() - last.nanos());
      last = next;
    }
    return TimeUnit.NANOSECONDS.toMillis(longest);
  }
}
