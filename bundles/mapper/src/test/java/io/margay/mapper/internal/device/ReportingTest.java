package io.margay.mapper.internal.device;

import static io.margay.dmi.PropertyType.BOOLEAN;
import static io.margay.dmi.PropertyType.BYTES;
import static io.margay.dmi.PropertyType.DOUBLE;
import static io.margay.dmi.PropertyType.FLOAT;
import static io.margay.dmi.PropertyType.INT;
import static io.margay.dmi.PropertyType.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.margay.dmi.PropertyType;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.dmi.TwinProperty;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which of the values that are read are reported. */
class ReportingTest {
  private static final Map<String, Object> ON_CHANGE = Map.of("reportOnChange", true);

  private final Bench bench = new Bench();

  static Stream<Arguments> rows() {
    return Stream.of(
        arguments(INT, ON_CHANGE, List.of(5, 5, 6, 6, 5), List.of(5L, 6L, 5L)),
        arguments(INT, Map.of("reportonchange", "true"), List.of(5, 5, 6), List.of(5L, 6L)),
        arguments(INT, Map.of("reportOnChange", false), List.of(5, 5), List.of(5L, 5L)),
        arguments(BOOLEAN, ON_CHANGE, List.of(1, 1, 0, 0), List.of(true, false)),
        arguments(STRING, ON_CHANGE, List.of("a", "a", "b"), List.of("a", "b")),
        arguments(DOUBLE, deadband(0.5), List.of(20.0, 20.5, 20.51, 20.1), List.of(20.0, 20.51)),
        arguments(DOUBLE, deadband("0.3"), List.of(20.0, 20.3, 20.6), List.of(20.0, 20.6)),
        arguments(FLOAT, deadband("0.1"), List.of(0.1f, 0.2f, 0.3f), List.of(0.1, 0.3)),
        arguments(INT, deadband("10%"), List.of(100, 110, 111, 100, 99), List.of(100L, 111L, 99L)),
        arguments(INT, deadband("10 %"), List.of(-100, -110, -111), List.of(-100L, -111L)),
        arguments(INT, deadband("50%"), List.of(0, 0, 1, 1), List.of(0L, 1L)),
        arguments(INT, deadband(0), List.of(1, 1, 2), List.of(1L, 2L)),
        arguments(DOUBLE, deadband(1), List.of(1.0, 1.4, 1.8, 2.2, 2.6), List.of(1.0, 2.2)));
  }

  @ParameterizedTest(name = "{0} {1}: of {2} goes {3}")
  @MethodSource("rows")
  void onlyWhatHasMovedSinceTheLastReportIsReported(
      PropertyType type, Map<String, Object> visitors, List<Object> read, List<Object> reported) {
    bench.driver.values.put("speed", read.get(0));
    bench.register(Plant.press().property("speed", type, visitors));
    for (Object value : read.subList(1, read.size())) {
      bench.driver.values.put("speed", value);
      bench.nextTick();
    }

    assertThat(bench.reports.of("speed")).extracting(Sample::value).isEqualTo(reported);
  }

  @Test
  void bytesThatAreTheSameAreNoChange() {
    bench.driver.values.put("speed", new byte[] {1, 2});
    bench.register(Plant.press().property("speed", BYTES, ON_CHANGE));
    bench.driver.values.put("speed", new byte[] {1, 2});
    bench.nextTick();

    assertThat(bench.reports.of("speed")).hasSize(1);
  }

  @Test
  void aValueThatDoesNotMoveIsReportedAfterTheLongestSilence() {
    bench.register(Plant.press().property("speed", INT, ON_CHANGE));
    bench.register(
        Plant.press()
            .named("oven")
            .property("heat", INT, Map.of("deadband", 5, "maxSilence", 10_000)));
    bench.register(
        Plant.press()
            .named("lamp")
            .property("light", INT, Map.of("reportOnChange", true, "maxSilence", 0)));
    bench.seconds(1);
    bench.reports.clear();

    bench.seconds(120);

    assertThat(bench.reports.of("speed")).as("each minute by default").hasSize(2);
    assertThat(bench.reports.of("heat")).hasSize(12);
    assertThat(bench.reports.of("light")).isEmpty();
  }

  @Test
  void aChangeOfQualityIsReportedWithinTheDeadband() {
    bench.driver.values.put("speed", 100);
    bench.register(
        Plant.press()
            .property("speed", INT, Map.of("deadband", 50, "max", 100))
            .property("other", INT));
    bench.driver.values.put("speed", 101);
    bench.nextTick();
    bench.driver.answers.put("speed", (property, sink) -> sink.bad(property, "exception 2"));
    bench.nextTick();
    bench.nextTick();
    bench.driver.answers.clear();
    bench.nextTick();

    assertThat(bench.reports.of("speed"))
        .extracting(Sample::quality)
        .containsExactly(Quality.GOOD, Quality.UNCERTAIN, Quality.BAD, Quality.UNCERTAIN);
  }

  @Test
  void theReportCycleIsTheShortestTimeBetweenChanges() {
    bench.register(Plant.press().property("speed", INT, ON_CHANGE, null, 1_000, 5_000));
    bench.seconds(1);
    bench.reports.clear();

    for (int i = 0; i < 20; i++) {
      bench.driver.values.put("speed", i + 1);
      bench.nextTick();
    }

    assertThat(bench.reports.of("speed")).hasSize(4);
  }

  @Test
  void anOffsetIsAddedAfterTheScaleAndTakenOffAgain() {
    bench.driver.values.put("heat", 235);
    Map<String, Object> visitors = Map.of("scale", 0.1, "valueOffset", -273.15, "offset", 7);
    bench.register(
        Plant.press().property("heat", DOUBLE, visitors, TwinProperty.of("-249.65"), 1_000, 0));

    assertThat(bench.reports.of("heat").get(0).value()).isEqualTo(-249.65);
    assertThat(bench.driver.journal).contains("write heat=235.0");
  }

  @Test
  void whatIsNotReportedIsRememberedAllTheSame() {
    bench.register(Plant.press().property("speed", INT, Map.of("deadband", 100)));
    for (int i = 1; i <= 20; i++) {
      bench.driver.values.put("speed", i);
      bench.nextTick();
    }

    List<Sample> history = bench.history("speed");

    assertThat(bench.reports.of("speed")).hasSize(1);
    assertThat(history).hasSize(16);
    assertThat(history.get(15).value()).isEqualTo(20L);
    assertThat(history).allMatch(sample -> sample.sequence() == 1);
  }

  private static Map<String, Object> deadband(Object width) {
    return Map.of("deadband", width);
  }
}
