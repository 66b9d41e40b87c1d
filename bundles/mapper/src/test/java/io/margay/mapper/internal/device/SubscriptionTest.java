package io.margay.mapper.internal.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.AccessMode;
import io.margay.dmi.DeviceState;
import io.margay.dmi.PropertyType;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.SubscriptionSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
  private final Bench bench = new Bench();
  private final FakeDriver driver = new FakeDriver();
  private final Reports reports = bench.reports;

  @Test
  void whatTheDeviceTellsIsNotPolledAndItsSamplesAreNumberedInTheOrderTheyCome() {
    register();
    bench.seconds(5);

    tell(driver.sink, "door", 1);
    tell(driver.sink, "door", 0);

    assertThat(driver.journal).noneMatch(entry -> entry.contains("door"));
    assertThat(driver.count("read press [speed]")).isGreaterThanOrEqualTo(5);
    assertThat(reports.of("door")).extracting(Sample::value).containsExactly(1L, 0L);
    assertThat(reports.of("door")).extracting(Sample::sequence).containsExactly(1L, 2L);
  }

  @Test
  void aLostSubscriptionClosesTheSessionAndOpensAnother() {
    register();
    SubscriptionSink first = driver.sink;

    first.lost("the camera restarts");
    bench.workers.runAll();
    assertThat(reports.last("door").quality()).isEqualTo(Quality.BAD);
    assertThat(reports.state().reason()).isEqualTo("the camera restarts");
    bench.seconds(2);

    assertThat(driver.count("close")).isEqualTo(1);
    assertThat(driver.count("subscribe")).isEqualTo(2);
    assertThat(reports.state().state()).isEqualTo(DeviceState.ONLINE);
    int before = reports.of("door").size();
    tell(first, "door", 1);
    assertThat(reports.of("door")).hasSize(before);
  }

  @Test
  void whatTheDeviceTellsTheNewDriverBeforeItTakesOverIsNotLost() {
    register();
    FakeDriver next = new FakeDriver(2);
    next.told = Set.of("door");
    next.onPlan = () -> next.sink.good(spec("door"), 7);
    List<String> ends = new ArrayList<>();

    bench.mapper.swapTo(
        next.entry(),
        new SwapRules(1, Duration.ofSeconds(1), 3),
        (back, reason) -> ends.add(back + reason));
    bench.workers.runAll();
    bench.seconds(10);
    tell(driver.sink, "door", 3);
    tell(next.sink, "door", 8);

    assertThat(ends).containsExactly("false");
    assertThat(reports.of("door")).extracting(Sample::value).contains(7L).endsWith(8L);
    assertThat(reports.of("door")).extracting(Sample::value).doesNotContain(3L);
  }

  @Test
  void aDeviceWithoutPropertiesIsAskedForASignOfLife() {
    bench.mapper = bench.mapper(driver);
    bench.register(Plant.press());
    bench.seconds(3);
    assertThat(driver.count("probe")).isBetween(3L, 4L);
    assertThat(reports.state().state()).isEqualTo(DeviceState.ONLINE);

    driver.onProbe =
        () -> {
          throw new DriverException("no answer");
        };
    bench.seconds(2);

    assertThat(reports.states).anyMatch(state -> "no answer".equals(state.reason()));
  }

  private void register() {
    driver.told = Set.of("door");
    bench.mapper = bench.mapper(driver);
    bench.register(
        Plant.press().property("speed", PropertyType.INT).property("door", PropertyType.INT));
  }

  private void tell(SubscriptionSink sink, String property, int value) {
    sink.good(spec(property), value);
    bench.workers.runAll();
  }

  private static PropertySpec spec(String property) {
    return new PropertySpec(1, property, PropertyType.INT, AccessMode.READ_WRITE, Map.of());
  }
}
