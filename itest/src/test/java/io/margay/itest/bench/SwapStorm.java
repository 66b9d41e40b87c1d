package io.margay.itest.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.margay.itest.driver.TestDriverJar;
import io.margay.itest.modbus.LibmodbusServer;
import io.margay.itest.modbus.LibmodbusServer.Request;
import io.margay.itest.node.DeviceYaml;
import io.margay.itest.node.MargayNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One driver update after another under load: 100 Modbus devices, each read every 100 ms, while the
 * driver's jar is overwritten again and again, each time with a higher version. Baseline: the same
 * devices for as long as a few swaps take, with nothing replaced.
 *
 * <p>What a subscriber misses is told by the sequence numbers of each property; what the slave saw
 * is told by its log of requests.
 */
final class SwapStorm {
  private static final int DEVICES = 100;
  private static final int CYCLE_MILLIS = 100;
  private static final int WARM_UP_SECONDS = 20;
  private static final int BASELINE_SECONDS = 20;
  private static final long PATIENCE_SECONDS = 120;
  private static final String PROPERTY = "counter";
  private static final Pattern METASPACE =
      Pattern.compile("Metaspace +used (\\d+)K.*?class space +used (\\d+)K", Pattern.DOTALL);

  private SwapStorm() {}

  public static void main(String[] args) throws Exception {
    int swaps = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
    Figures.title(
        "%d swaps of the Modbus driver, %d devices every %d ms, libmodbus slave on loopback"
            .formatted(swaps, DEVICES, CYCLE_MILLIS));
    try (LibmodbusServer slave = LibmodbusServer.moving();
        MargayNode node = MargayNode.unpacked("bench-swap")) {
      node.configure("io.margay.mapper.cfg", "canaryTicks=2\nprobationMillis=300\n");
      node.deploy("modbus.jar", node.driver("modbus"));
      for (int i = 0; i < DEVICES; i++) {
        node.apply("device-" + i + ".yaml", device(i, slave.port()));
      }
      node.start();
      TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
      try (Tap tap = Tap.keeping(node.mqttPort())) {
        Sequences sequences = new Sequences();
        int mark = slave.requests().size();
        tap.clear();
        TimeUnit.SECONDS.sleep(BASELINE_SECONDS);
        sequences.take(tap.drain());
        report("baseline, nothing replaced", sequences, slave.requests(), mark, 0);
        Memory before = Memory.of(node);

        sequences = new Sequences();
        mark = slave.requests().size();
        List<Long> durations = new ArrayList<>();
        for (int swap = 1; swap <= swaps; swap++) {
          durations.add(swap(node, tap, sequences, "1.0." + swap));
          if (swap % 100 == 0) {
            Figures.print("  %d swaps, %s", swap, Memory.of(node));
          }
        }
        TimeUnit.SECONDS.sleep(2);
        sequences.take(tap.drain());
        report(swaps + " swaps", sequences, slave.requests(), mark, swaps);
        Figures.print("drop of the jar to the end of a swap %s", Figures.spread(durations));
        Figures.print("before  %s", before);
        Figures.print("after   %s", Memory.of(node));
        Figures.print("bundles of the driver at the end      %d", bundles(node));
        if (sequences.lost > 0) {
          System.exit(1);
        }
      }
    }
  }

  private static DeviceYaml device(int number, int port) {
    return DeviceYaml.modbus("device-" + number, port, number + 1)
        .everyMillis(CYCLE_MILLIS)
        .holding(PROPERTY, 0);
  }

  /** Overwrites the jar, and returns how long it took until the new version alone was there. */
  private static long swap(MargayNode node, Tap tap, Sequences sequences, String version)
      throws InterruptedException {
    Path jar = TestDriverJar.withVersion(node.driver("modbus"), version);
    int log = node.log().mark();
    long start = System.nanoTime();
    node.deploy("modbus.jar", jar);
    node.log().await(log, "io.margay.driver.modbus " + version, "served");
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    sequences.take(tap.drain());
    if (millis > TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS)) {
      throw new IllegalStateException("the swap to " + version + " took " + millis + " ms");
    }
    jar.toFile().delete();
    return millis;
  }

  private static void report(
      String what, Sequences sequences, List<Request> requests, int from, int swaps) {
    Map<Integer, Long> last = new HashMap<>();
    Map<Integer, Integer> late = new TreeMap<>();
    long longest = 0;
    for (Request request : requests.subList(from, requests.size())) {
      Long before = last.put(request.unit(), request.millis());
      if (before != null) {
        long gap = request.millis() - before;
        longest = Math.max(longest, gap);
        if (gap > 2 * CYCLE_MILLIS) {
          late.merge(request.unit(), 1, Integer::sum);
        }
      }
    }
    int sum = late.values().stream().mapToInt(Integer::intValue).sum();
    int most = late.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    Figures.print(
        "%-28s %d values, lost sequence numbers %d, not good %d",
        what, sequences.values, sequences.lost, sequences.bad);
    Figures.print(
        "  gaps between requests of a device longer than two periods: %d in all, %d for the worst device%s; longest %d ms",
        sum,
        most,
        swaps == 0 ? "" : " (%.2f for each swap)".formatted((double) most / swaps),
        longest);
  }

  private static long bundles(MargayNode node) {
    return node.shell("lb -s").lines().filter(line -> line.contains("driver.modbus")).count();
  }

  /** Which sequence numbers came, for each device. */
  private static final class Sequences {
    private final Map<String, Long> last = new HashMap<>();
    private long values;
    private long lost;
    private long bad;

    void take(List<Tap.Report> reports) {
      for (Tap.Report report : reports) {
        JsonNode metadata = report.data().path(PROPERTY).path("metadata");
        if (metadata.path("sequence").isMissingNode()) {
          continue;
        }
        values++;
        if (!metadata.path("quality").asText().equals("GOOD")) {
          bad++;
        }
        long sequence = metadata.path("sequence").asLong();
        Long before = last.put(report.device(), sequence);
        if (before != null) {
          lost += Math.abs(sequence - before - 1);
        }
      }
    }
  }

  /** What the node's classes take, after a collection. */
  private record Memory(long metaspaceKilobytes, long classSpaceKilobytes, long classes) {
    static Memory of(MargayNode node) {
      node.jcmd("GC.run");
      Matcher space = METASPACE.matcher(node.jcmd("GC.heap_info"));
      long classes =
          node.jcmd("VM.classloader_stats")
              .lines()
              .filter(line -> line.startsWith("Total"))
              .map(line -> line.replaceAll("\\s*=?\\s+", " ").split(" ", -1))
              .mapToLong(words -> Long.parseLong(words[2]))
              .findFirst()
              .orElse(-1);
      return space.find()
          ? new Memory(Long.parseLong(space.group(1)), Long.parseLong(space.group(2)), classes)
          : new Memory(-1, -1, classes);
    }

    @Override
    public String toString() {
      return "metaspace %d kB (class space %d kB), %d classes"
          .formatted(metaspaceKilobytes, classSpaceKilobytes, classes);
    }
  }
}
