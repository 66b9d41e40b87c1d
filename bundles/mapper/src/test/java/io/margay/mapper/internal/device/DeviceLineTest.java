package io.margay.mapper.internal.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.DeviceState;
import io.margay.dmi.PropertyType;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.PropertySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DeviceLineTest {
  private final Bench bench = new Bench();
  private final FakeDriver driver = bench.driver;
  private final Reports reports = bench.reports;

  @Test
  void aDeviceOfWhichNothingIsReadIsTriedAtGrowingIntervalsWhileItGivesNoSignOfLife() {
    driver.onProbe =
        () -> {
          throw new DriverException("no answer");
        };

    bench.register(Plant.press());
    bench.seconds(61.5); // tried at 0, 2, 6, 14 and 30 s; the next time would be 62 s

    assertThat(driver.count("probe")).isEqualTo(5);
    assertThat(bench.reports.states)
        .extracting(Reports.State::state)
        .containsOnly(DeviceState.OFFLINE);
  }

  @Test
  void aDeviceIsReadAsSoonAsItIsOpenAndItsSamplesComeInOneReport() {
    driver.values.put("speed", 235);
    driver.values.put("hot", 1);

    bench.register(
        Plant.press()
            .property("speed", PropertyType.DOUBLE, Map.of("scale", 0.1))
            .property("hot", PropertyType.BOOLEAN));

    assertThat(reports.batches).hasSize(1);
    assertThat(reports.last("speed").value()).isEqualTo(23.5);
    assertThat(reports.last("hot").value()).isEqualTo(true);
    assertThat(reports.states)
        .containsExactly(new Reports.State(Plant.PRESS, DeviceState.ONLINE, null));
  }

  @Test
  void eachPropertyIsReadOnItsOwnCycle() {
    bench.register(
        Plant.press().cycles("fast", 100, 0).cycles("fine", 100, 0).cycles("slow", 2_000, 0));
    driver.journal.clear();

    bench.seconds(10);

    assertThat(driver.count("read press [fast, fine]")).isEqualTo(100);
    assertThat(driver.count("read press [slow]")).isEqualTo(5);
  }

  @Test
  void devicesDoNotFireTogether() {
    for (int i = 0; i < 100; i++) {
      bench.register(Plant.press().named("press" + i).property("speed", PropertyType.INT));
    }
    bench.seconds(1);
    reports.clear();

    bench.seconds(0.1);

    assertThat(reports.samples).hasSizeBetween(2, 25);
  }

  @Test
  void missedTicksAreSkippedNotMadeUpFor() {
    bench.register(Plant.press().cycles("speed", 1_000, 0));
    driver.journal.clear();
    driver.onRead =
        () -> {
          bench.time.skip(Duration.ofMillis(2_500));
          driver.onRead = FakeDriver.NONE;
        };

    bench.seconds(10);

    assertThat(driver.count("read")).isBetween(7L, 9L);
    assertThat(bench.mapper.missedTicks()).isBetween(1L, 3L);
  }

  @Test
  void aSlowReportCycleSendsTheNewestValueOnly() {
    bench.register(Plant.press().cycles("speed", 1_000, 5_000));
    reports.clear();

    bench.seconds(20);

    assertThat(driver.count("read")).isBetween(20L, 22L);
    assertThat(reports.of("speed")).hasSize(4);
  }

  @Test
  void aSlowReportCycleDoesNotHoldBackAChangeOfQuality() {
    bench.register(Plant.press().cycles("speed", 1_000, 60_000).cycles("other", 1_000, 0));
    reports.clear();
    driver.answers.put("speed", (property, sink) -> sink.bad(property, "exception 2"));

    bench.seconds(3);

    assertThat(reports.of("speed"))
        .singleElement()
        .extracting(Sample::quality)
        .isEqualTo(Quality.BAD);
  }

  @Test
  void aRegisterHoleMakesOnlyItsOwnPropertyBad() {
    driver.answers.put("hole", (property, sink) -> sink.bad(property, "exception 2"));

    bench.register(
        Plant.press().property("speed", PropertyType.INT).property("hole", PropertyType.INT));

    assertThat(reports.last("speed").quality()).isEqualTo(Quality.GOOD);
    assertThat(reports.last("hole").quality()).isEqualTo(Quality.BAD);
    assertThat(reports.last("hole").reason()).isEqualTo("exception 2");
    assertThat(reports.state().state()).isEqualTo(DeviceState.ONLINE);
  }

  @Test
  void aDeviceOfWhichNothingCanBeReadIsUnhealthy() {
    driver.answers.put("speed", (property, sink) -> sink.bad(property, "exception 2"));

    bench.register(Plant.press().property("speed", PropertyType.INT));

    assertThat(reports.state())
        .isEqualTo(new Reports.State(Plant.PRESS, DeviceState.UNHEALTHY, "exception 2"));
  }

  @Test
  void nonsenseFromTheDriverIsBadWithAReason() {
    Plant plant =
        Plant.press()
            .property("silent", PropertyType.INT)
            .property("nothing", PropertyType.INT)
            .property("text", PropertyType.INT)
            .property("bytes", PropertyType.DOUBLE)
            .property("fine", PropertyType.INT);
    driver.answers.put("silent", (property, sink) -> {});
    driver.answers.put("nothing", (property, sink) -> sink.good(property, null));
    driver.answers.put("text", (property, sink) -> sink.good(property, "warm"));
    driver.answers.put("bytes", (property, sink) -> sink.good(property, new byte[3]));
    driver.answers.put(
        "fine",
        (property, sink) -> {
          sink.good(property, 7);
          sink.good(
              new PropertySpec(99, "stranger", property.type(), property.accessMode(), Map.of()),
              1);
        });

    bench.register(plant);

    assertThat(reports.last("silent").reason()).isEqualTo("the driver gave no answer");
    assertThat(reports.last("nothing").reason()).isEqualTo("the driver gave null for a value");
    assertThat(reports.last("text").reason()).contains("\"warm\" is not a number");
    assertThat(reports.last("bytes").reason()).contains("3 bytes", "DOUBLE");
    assertThat(reports.last("fine").value()).isEqualTo(7L);
    assertThat(reports.samples).hasSize(5);
  }

  @Test
  void theDevicesOwnTimeIsKept() {
    Instant then = Instant.parse("2025-05-05T05:05:05Z");
    driver.answers.put("speed", (property, sink) -> sink.good(property, 1, then));

    bench.register(Plant.press().property("speed", PropertyType.INT));

    assertThat(reports.last("speed").time()).isEqualTo(then);
  }

  @Test
  void aDeviceThatIsDownAtTheStartIsTriedWithGrowingWaits() {
    driver.onOpen = refuse("connection refused");

    bench.register(Plant.press().property("speed", PropertyType.INT));
    assertThat(reports.state())
        .isEqualTo(new Reports.State(Plant.PRESS, DeviceState.OFFLINE, "connection refused"));
    bench.seconds(2 + 4 + 8 + 0.5);

    assertThat(driver.count("open")).isEqualTo(4);
    assertThat(reports.of("speed"))
        .singleElement()
        .extracting(Sample::quality)
        .isEqualTo(Quality.BAD);
    assertThat(reports.states).hasSize(1);
  }

  @Test
  void noWaitIsLongerThanTheLongest() {
    driver.onOpen = refuse("connection refused");
    bench.register(Plant.press().property("speed", PropertyType.INT));
    bench.seconds(3_000);
    driver.journal.clear();

    bench.seconds(3_000);

    assertThat(driver.count("open")).isEqualTo(10);
  }

  @Test
  void aDeviceThatIsLostIsBadOnceAndGoodAgainSoonAfterItsReturn() {
    bench.register(Plant.press().property("speed", PropertyType.INT));
    bench.seconds(5);
    reports.clear();

    driver.onRead = refuse("connection reset");
    driver.onOpen = refuse("connection refused");
    bench.seconds(2);
    assertThat(reports.of("speed"))
        .singleElement()
        .extracting(Sample::quality)
        .isEqualTo(Quality.BAD);
    assertThat(reports.state().state()).isEqualTo(DeviceState.OFFLINE);
    reports.clear();
    driver.onRead = FakeDriver.NONE;
    driver.onOpen = FakeDriver.NONE;
    bench.seconds(2.1);

    assertThat(reports.last("speed").quality()).isEqualTo(Quality.GOOD);
    assertThat(reports.state().state()).isEqualTo(DeviceState.ONLINE);
    assertThat(driver.open).hasValue(1);
  }

  @Test
  void whatWasReadBeforeTheConversationBrokeIsReported() {
    bench.register(
        Plant.press().property("first", PropertyType.INT).property("second", PropertyType.INT));
    reports.clear();
    driver.values.put("first", 42);
    driver.answers.put("second", (property, sink) -> {});
    driver.afterRead = refuse("half a frame");

    bench.seconds(1);

    assertThat(reports.of("first")).extracting(Sample::value).containsExactly(42L, null);
    assertThat(reports.of("second")).extracting(Sample::reason).containsExactly("half a frame");
  }

  @Test
  void aDriverThatThrowsIsTreatedAsADeviceThatIsAway() {
    driver.onOpen =
        () -> {
          throw new NoClassDefFoundError("com/acme/Missing");
        };
    bench.register(Plant.press().property("speed", PropertyType.INT));
    assertThat(reports.state().reason()).contains("NoClassDefFoundError", "com/acme/Missing");

    driver.onOpen = FakeDriver.NONE;
    driver.onRead =
        () -> {
          throw new IllegalStateException("oops");
        };
    bench.seconds(2);
    assertThat(reports.state().reason()).contains("read", "oops");

    driver.onRead = FakeDriver.NONE;
    bench.seconds(4);
    assertThat(reports.state().state()).isEqualTo(DeviceState.ONLINE);
    assertThat(driver.open).hasValue(1);
  }

  @Test
  void aDriverThatMakesNoPlanIsTreatedAsADeviceThatIsAway() {
    driver.nullPlan = true;

    bench.register(Plant.press().property("speed", PropertyType.INT));

    assertThat(reports.last("speed").reason()).contains("returned null from plan");
    assertThat(driver.open).hasValue(0);
  }

  @Test
  void nothingIsReportedOfADeviceThatWasRemoved() {
    bench.register(Plant.press().property("speed", PropertyType.INT));
    reports.clear();

    bench.mapper.removeDevice(Plant.PRESS);
    bench.seconds(10);

    assertThat(reports.batches).isEmpty();
    assertThat(reports.states).isEmpty();
    assertThat(driver.open).hasValue(0);
    assertThat(bench.mapper.getDevice(Plant.PRESS)).isEmpty();
    assertThat(bench.time.alarms()).isZero();
    assertThat(bench.parts.links().rows()).isEmpty();
  }

  @Test
  void numbersGrowByOneAndGoOnWithTheNextDriver() {
    Plant plant = Plant.press().property("speed", PropertyType.INT);
    bench.register(plant);
    bench.seconds(5);

    EngineMapper leaving = bench.mapper;
    Thread leave = new Thread(leaving::close);
    leave.start();
    while (leave.isAlive()) {
      bench.workers.runAll();
      Thread.onSpinWait();
    }
    FakeDriver second = new FakeDriver();
    bench.mapper = bench.mapper(second);
    bench.register(plant);
    bench.seconds(5);

    assertThat(driver.open).hasValue(0);
    assertThat(second.count("read")).isPositive();
    assertThat(reports.of("speed"))
        .extracting(Sample::sequence)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, reports.samples.size()).boxed().toList());
  }

  @Test
  void aRemovedDeviceStartsAnewWithItsNumbers() {
    Plant plant = Plant.press().property("speed", PropertyType.INT);
    bench.register(plant);
    bench.mapper.removeDevice(Plant.PRESS);
    reports.clear();

    bench.register(plant);

    assertThat(reports.last("speed").sequence()).isEqualTo(1);
  }

  @Test
  void whileTheRuntimeIsAwayTheNewestValuesWait() {
    bench.register(Plant.press().property("speed", PropertyType.INT));
    reports.clear();

    bench.desk.managerWent(reports);
    driver.values.put("speed", 41);
    bench.seconds(3);
    driver.values.put("speed", 42);
    bench.seconds(3);
    assertThat(reports.batches).isEmpty();
    bench.desk.managerCame(reports);

    assertThat(reports.samples).singleElement().extracting(Sample::value).isEqualTo(42L);
    assertThat(reports.last("speed").sequence()).isEqualTo(2);
    bench.seconds(1);
    assertThat(reports.last("speed").sequence()).isEqualTo(3);
  }

  @Test
  void aSpuriousUpdateChangesNothing() {
    Plant plant = Plant.press().property("speed", PropertyType.INT);
    bench.register(plant);
    driver.journal.clear();

    bench.register(plant);

    assertThat(driver.journal).isEmpty();
  }

  @Test
  void aChangedCycleKeepsTheConversation() {
    bench.register(Plant.press().cycles("speed", 1_000, 0));
    driver.journal.clear();

    bench.register(Plant.press().cycles("speed", 100, 0));
    bench.seconds(1);

    assertThat(driver.count("read")).isBetween(10L, 12L);
    assertThat(driver.count("open")).isZero();
  }

  @Test
  void changedSettingsOpenTheDeviceAnewWithoutABadSample() {
    bench.register(Plant.press().setting("wire", "a").property("speed", PropertyType.INT));
    reports.clear();
    driver.journal.clear();

    bench.register(Plant.press().setting("wire", "b").property("speed", PropertyType.INT));

    assertThat(driver.journal).containsExactly("close press", "open press", "read press [speed]");
    assertThat(reports.samples).extracting(Sample::quality).containsExactly(Quality.GOOD);
    assertThat(bench.parts.links().rows())
        .extracting(row -> row.link())
        .containsExactly("fake://b");
  }

  @Test
  void aDescriptionWithMistakesIsRefusedAndTheFormerGoesOn() {
    bench.register(Plant.press().property("speed", PropertyType.INT));
    reports.clear();

    bench.register(Plant.press().cycles("speed", -5, 0));
    bench.seconds(1);

    assertThat(reports.of("speed")).isNotEmpty();
    assertThat(reports.states).isEmpty();
  }

  @Test
  void aNewDeviceWithMistakesIsOfflineWithTheReason() {
    bench.register(Plant.press().cycles("speed", -5, 0));

    assertThat(reports.state().state()).isEqualTo(DeviceState.OFFLINE);
    assertThat(reports.state().reason()).contains("/spec/properties/0/collectCycle", "-5");
    assertThat(driver.journal).isEmpty();
  }

  private static FakeDriver.Twist refuse(String reason) {
    return () -> {
      throw new DriverException(reason);
    };
  }
}
