package io.margay.mapper.internal.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.DeviceState;
import io.margay.dmi.PropertyType;
import io.margay.dmi.Sample;
import io.margay.dmi.TwinProperty;
import io.margay.dmi.driver.DriverException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DesiredValuesTest {
  private final Bench bench = new Bench();
  private final FakeDriver driver = bench.driver;
  private final Reports reports = bench.reports;

  @Test
  void aWishIsWrittenScaledReadBackAtOnceAndReported() {
    Map<String, Object> scaled = Map.of("scale", 0.1);
    bench.register(Plant.press().property("speed", PropertyType.DOUBLE, scaled, null, 0, 60_000));
    reports.clear();
    driver.journal.clear();

    bench.register(
        Plant.press()
            .property("speed", PropertyType.DOUBLE, scaled, TwinProperty.of("23.5"), 0, 60_000));

    assertThat(driver.journal).containsExactly("write speed=235.0", "read press [speed]");
    assertThat(reports.outcomes)
        .containsExactly(new DesiredOutcome("speed", "23.5", null, 1, null));
    assertThat(reports.samples).extracting(Sample::value).containsExactly(23.5);
  }

  @Test
  void aWishIsWrittenOnce() {
    bench.register(Plant.press().desired("speed", PropertyType.INT, "5"));
    bench.seconds(10);
    bench.register(Plant.press().desired("speed", PropertyType.INT, "5"));
    bench.seconds(10);

    assertThat(driver.count("write")).isEqualTo(1);
  }

  @Test
  void theSameValueWishedForAgainIsWrittenAgain() {
    bench.register(Plant.press().desired("speed", PropertyType.INT, "5"));

    TwinProperty again = new TwinProperty("5", Map.of("timestamp", "2"));
    bench.register(Plant.press().property("speed", PropertyType.INT, Map.of(), again, 0, 0));

    assertThat(driver.count("write")).isEqualTo(2);
  }

  @Test
  void theNextDriverDoesNotWriteAgainWhatTheDeviceHasTaken() {
    Plant plant = Plant.press().desired("speed", PropertyType.INT, "5");
    bench.register(plant);

    FakeDriver second = new FakeDriver();
    bench.mapper = bench.mapper(second);
    bench.register(plant);

    assertThat(driver.count("write")).isEqualTo(1);
    assertThat(second.count("write")).isZero();
    assertThat(second.count("read")).isPositive();
  }

  @Test
  void oneWriteThatFailsFailsAloneAndIsTriedAgainAndEachTryIsTold() {
    Instant start = bench.time.now();
    driver.writeFailures.put("speed", "exception 3");

    bench.register(
        Plant.press()
            .desired("speed", PropertyType.INT, "5")
            .desired("hot", PropertyType.BOOLEAN, "true"));
    assertThat(reports.outcomes)
        .containsExactly(
            new DesiredOutcome("speed", "5", "exception 3", 1, start.plusSeconds(2)),
            new DesiredOutcome("hot", "true", null, 1, null));
    bench.seconds(2 + 4 + 0.5);
    assertThat(driver.count("write speed")).isEqualTo(3);
    assertThat(driver.count("write hot")).isEqualTo(1);
    assertThat(reports.outcomes)
        .last()
        .isEqualTo(
            new DesiredOutcome("speed", "5", "exception 3", 3, start.plusSeconds(2 + 4 + 8)));
    driver.writeFailures.clear();
    bench.seconds(8);

    assertThat(reports.outcomes).last().isEqualTo(new DesiredOutcome("speed", "5", null, 4, null));
  }

  @Test
  void aWishThatCanNeverBeIsRefusedAndNotTried() {
    bench.register(Plant.press().desired("speed", PropertyType.INT, "fast"));
    bench.seconds(1_000);

    assertThat(driver.count("write")).isZero();
    assertThat(reports.outcomes)
        .containsExactly(
            new DesiredOutcome("speed", "fast", "speed (INT): \"fast\" is not a number"));
  }

  @Test
  void aWishForADeviceThatIsAwayIsToldAndWrittenOnItsReturn() {
    driver.onOpen =
        () -> {
          throw new DriverException("connection refused");
        };
    bench.register(Plant.press().desired("speed", PropertyType.INT, "5"));
    bench.seconds(1);
    assertThat(reports.outcomes)
        .containsExactly(
            new DesiredOutcome("speed", "5", "the device is away: connection refused"));

    driver.onOpen = FakeDriver.NONE;
    bench.seconds(2);

    assertThat(reports.outcomes).last().isEqualTo(new DesiredOutcome("speed", "5", null, 1, null));
  }

  @Test
  void aDriverThatThrowsInWriteFailsTheWishAndNotTheDevice() {
    driver.onWrite =
        () -> {
          throw new IllegalStateException("oops");
        };

    bench.register(Plant.press().desired("speed", PropertyType.INT, "5"));
    bench.seconds(1);

    assertThat(reports.outcomes)
        .singleElement()
        .extracting(DesiredOutcome::failure)
        .asString()
        .contains("oops");
    assertThat(reports.state().state()).isEqualTo(DeviceState.ONLINE);
    assertThat(driver.count("open")).isEqualTo(1);
  }

  @Test
  void aConversationThatBreaksInAWriteIsOpenedAnewAndTheWishStands() {
    bench.register(Plant.press().property("speed", PropertyType.INT));
    driver.onWrite =
        () -> {
          driver.onWrite = FakeDriver.NONE;
          throw new DriverException("connection reset");
        };

    bench.register(Plant.press().desired("speed", PropertyType.INT, "5"));
    assertThat(reports.state().state()).isEqualTo(DeviceState.OFFLINE);
    bench.seconds(3);

    assertThat(driver.values).containsEntry("speed", 5L);
    assertThat(reports.state().state()).isEqualTo(DeviceState.ONLINE);
    assertThat(reports.outcomes)
        .extracting(DesiredOutcome::failure)
        .isEqualTo(java.util.Arrays.asList("connection reset", null));
  }

  @Test
  void aWithdrawnWishIsNotTriedAnyMore() {
    driver.writeFailures.put("speed", "exception 3");
    bench.register(Plant.press().desired("speed", PropertyType.INT, "5"));

    bench.register(Plant.press().property("speed", PropertyType.INT));
    driver.journal.clear();
    bench.seconds(60);

    assertThat(driver.count("write")).isZero();
    assertThat(List.copyOf(reports.outcomes)).hasSize(1);
  }
}
