package io.margay.mapper.internal.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.PropertyType;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangedDescriptionTest {
  private final Bench bench = new Bench();
  private final FakeDriver driver = bench.driver;

  @Test
  void aChangedPropertyKeepsTheSessionAndOnlyItsGroupIsPlannedAnew() {
    bench.register(plant(1));
    driver.plans.clear();

    bench.register(plant(2));
    bench.seconds(5);

    assertThat(driver.count("open")).isEqualTo(1);
    assertThat(driver.count("close")).isZero();
    assertThat(driver.plans).containsExactly("[fast]");
    assertThat(bench.reports.samples).extracting(Sample::quality).containsOnly(Quality.GOOD);
    assertThat(bench.mapper.missedTicks()).isZero();
  }

  @Test
  void aChangedReportCycleChangesNoPlan() {
    bench.register(Plant.press().cycles("speed", 1_000, 1_000));
    driver.plans.clear();

    bench.register(Plant.press().cycles("speed", 1_000, 5_000));
    bench.seconds(5);

    assertThat(driver.plans).isEmpty();
  }

  @Test
  void aChangedProtocolSettingReopensTheSession() {
    bench.register(plant(1));

    bench.register(plant(1).setting("unit", 2));
    bench.seconds(1);

    assertThat(driver.count("close")).isEqualTo(1);
    assertThat(driver.count("open")).isEqualTo(2);
  }

  @Test
  void anotherWireReopensTheSessionThere() {
    bench.register(plant(1).setting("wire", "a"));

    bench.register(plant(1).setting("wire", "b"));
    bench.seconds(1);

    assertThat(driver.count("open")).isEqualTo(2);
    assertThat(bench.parts.links().rows())
        .extracting(row -> row.link())
        .containsExactly("fake://b");
  }

  private static Plant plant(int register) {
    return Plant.press()
        .property("fast", PropertyType.INT, Map.of("register", register), null, 500, 0)
        .property("slow", PropertyType.INT, Map.of("register", 9), null, 2_000, 0);
  }
}
