package io.margay.itest.bench;

import io.margay.dmi.AccessMode;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.PropertyType;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DriverState;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.ReadPlan;
import io.margay.dmi.driver.ReadingSink;
import io.margay.itest.modbus.CProgram;
import io.margay.itest.support.RunningProgram;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One connection, one request after the other: the shipped Modbus driver beside a libmodbus client
 * in C, at the same slave, in turns.
 */
final class Link {
  private static final int REGISTERS = 100;
  private static final long WINDOW_NANOS = 100_000_000;
  private static final int MOST_MICROS = 100_000;

  private Link() {}

  public static void main(String[] args) throws Exception {
    int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
    Figures.title("one link, %d holding registers per request".formatted(REGISTERS));
    Path jar = Path.of(System.getProperty("margay.distribution"), "drivers", "modbus.jar");
    try (ModbusPlant plant = ModbusPlant.of(1);
        URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
      DeviceDriver driver =
          (DeviceDriver)
              loader
                  .loadClass("io.margay.driver.modbus.internal.ModbusDriver")
                  .getConstructor()
                  .newInstance();
      try (DeviceSession session =
          driver.open(device(plant.port()), DriverState.NONE, Deadline.in(Duration.ofSeconds(3)))) {
        ReadPlan plan = session.plan(properties());
        driver(session, plan, seconds);
        double share = 0;
        for (int i = 0; i < rounds; i++) {
          double c = libmodbus(plant.port(), seconds);
          share += driver(session, plan, seconds) / c / rounds;
        }
        Figures.print("share     %5.1f %%", share * 100);
      }
    }
  }

  private static double libmodbus(int port, int seconds) {
    String[] words =
        RunningProgram.run(
                CProgram.compiled("libmodbus-client"),
                Integer.toString(port),
                Integer.toString(REGISTERS),
                Integer.toString(seconds))
            .text()
            .strip()
            .split(" ", -1);
    double rate = Long.parseLong(words[0]) / Double.parseDouble(words[1]);
    print("libmodbus", rate, Long.parseLong(words[2]), words[3], words[4]);
    return rate;
  }

  private static double driver(DeviceSession session, ReadPlan plan, int seconds) throws Exception {
    Sum sum = new Sum();
    int[] histogram = new int[MOST_MICROS + 1];
    long begin = System.nanoTime();
    long end = begin + seconds * 1_000_000_000L;
    long now = begin;
    long window = begin;
    long requests = 0;
    long inWindow = 0;
    long best = 0;
    while (now < end) {
      session.read(plan, sum, Deadline.in(Duration.ofSeconds(3)));
      long done = System.nanoTime();
      histogram[(int) Math.min((done - now) / 1000, MOST_MICROS)]++;
      now = done;
      requests++;
      inWindow++;
      if (now - window >= WINDOW_NANOS) {
        best = Math.max(best, inWindow * 1_000_000_000L / (now - window));
        window = now;
        inWindow = 0;
      }
    }
    if (sum.good != requests * REGISTERS) {
      throw new IllegalStateException(sum.good + " values of " + requests + " requests");
    }
    double rate = requests / ((now - begin) / 1e9);
    print(
        "margay",
        rate,
        best,
        "" + quantile(histogram, requests, 0.5),
        "" + quantile(histogram, requests, 0.99));
    return rate;
  }

  private static void print(String who, double rate, long best, String p50, String p99) {
    Figures.print(
        "%-9s %7.0f requests/s   best 100 ms %7d   p50 %s us   p99 %s us",
        who, rate, best, p50, p99);
  }

  private static int quantile(int[] histogram, long total, double share) {
    long seen = 0;
    for (int micros = 0; micros < MOST_MICROS; micros++) {
      seen += histogram[micros];
      if (seen >= total * share) {
        return micros;
      }
    }
    return MOST_MICROS;
  }

  private static DeviceSpec device(int port) {
    return new DeviceSpec(
        new NamespacedName("default", "bench"),
        Map.of("communicateMode", "TCP", "ip", "127.0.0.1", "port", port, "slaveID", 1),
        properties());
  }

  private static List<PropertySpec> properties() {
    List<PropertySpec> properties = new ArrayList<>();
    for (int i = 0; i < REGISTERS; i++) {
      properties.add(
          new PropertySpec(
              i,
              "r" + i,
              PropertyType.INT,
              AccessMode.READ_ONLY,
              Map.of("register", "HoldingRegister", "offset", i, "limit", 1)));
    }
    return properties;
  }

  /** Takes the values. */
  private static final class Sum implements ReadingSink {
    private long good;

    @Override
    public void good(PropertySpec property, Object value) {
      good++;
    }

    @Override
    public void good(PropertySpec property, long value) {
      good++;
    }

    @Override
    public void good(PropertySpec property, double value) {
      good++;
    }

    @Override
    public void good(PropertySpec property, Object value, Instant deviceTime) {
      good++;
    }

    @Override
    public void bad(PropertySpec property, String reason) {
      throw new IllegalStateException(reason);
    }
  }
}
