package io.margay.mapper.internal.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.NamespacedName;
import io.margay.dmi.driver.DriverException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several units behind one wire, one of which does not answer. */
class SharedWireTest {
  private final Bench bench = new Bench();
  private final FakeDriver driver = bench.driver;

  @Test
  void aDeadUnitCostsTheOthersOneTimeoutForEachAttempt() {
    bench.register(unit("alive").cycles("speed", 1_000, 0));
    bench.register(unit("dead").cycles("fast", 100, 0).cycles("slow", 1_000, 0));
    driver.onRead = () -> dieInReadsOf("dead");
    driver.journal.clear();

    bench.seconds(120);

    // back-off without jitter: 1, 2, 4, 8, 16, 32 s, then 64 s
    assertThat(driver.count("read dead")).isBetween(6L, 8L);
    assertThat(driver.count("read alive")).isGreaterThan(110);
    assertThat(bench.reports.of(new NamespacedName("line1", "alive")))
        .hasSizeGreaterThan(110)
        .allMatch(sample -> sample.value() != null);
  }

  @Test
  void oneReadOfOnePropertyFindsOutWhetherADeviceIsBack() {
    bench.register(
        unit("dead").cycles("fast", 500, 0).cycles("one", 1_000, 0).cycles("two", 1_000, 0));
    driver.onRead = () -> dieInReadsOf("dead");
    bench.seconds(2);
    driver.journal.clear();
    driver.onRead = FakeDriver.NONE;

    bench.seconds(5);

    List<String> reads = driver.journal.stream().filter(entry -> entry.startsWith("read")).toList();
    assertThat(reads)
        .startsWith("read dead [fast]", "read dead [fast]", "read dead [one, two]")
        .hasSizeGreaterThan(5);
  }

  private static Plant unit(String name) {
    return Plant.press().named(name).setting("wire", "rs485");
  }

  private void dieInReadsOf(String unit) throws DriverException {
    String call = driver.journal.get(driver.journal.size() - 1);
    if (call.startsWith("read " + unit)) {
      bench.time.skip(Duration.ofMillis(500));
      throw new DriverException("no answer within 500 ms");
    }
  }
}
