package io.margay.mapper.internal.device;

import static io.margay.dmi.PropertyType.INT;
import static io.margay.dmi.PropertyType.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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

class EnumNamesTest {
  private static final Map<String, Object> STATES =
      Map.of("enum", Map.of("0", "stopped", "1", "running", "-1", "broken"));

  private final Bench bench = new Bench();

  static Stream<Arguments> readings() {
    return Stream.of(
        arguments(STATES, 0, "stopped"),
        arguments(STATES, 1L, "running"),
        arguments(STATES, -1.0, "broken"),
        arguments(STATES, true, "running"),
        arguments(Map.of("ENUM", List.of("off", "on")), 1, "on"),
        arguments(Map.of("enum", Map.of("1", 100)), 1, "100"));
  }

  @ParameterizedTest(name = "{1} is {2}")
  @MethodSource("readings")
  void aNumberIsShownByItsName(Map<String, Object> visitors, Object read, String name) {
    bench.driver.values.put("state", read);
    bench.register(Plant.press().property("state", STRING, visitors));

    assertThat(bench.reports.last("state"))
        .extracting(Sample::value, Sample::quality)
        .containsExactly(name, Quality.GOOD);
  }

  @Test
  void aNumberWithoutNameIsUncertain() {
    bench.driver.values.put("state", 7);
    bench.register(
        Plant.press().property("state", STRING, Map.of("enum", List.of("stopped", "running"))));

    assertThat(bench.reports.last("state"))
        .extracting(Sample::value, Sample::quality, Sample::reason)
        .containsExactly("7", Quality.UNCERTAIN, "7 has no name; known are 0 stopped, 1 running");
  }

  @Test
  void aNameIsWrittenAsItsNumberAndTheDriverKnowsAWholeNumber() {
    bench.register(
        Plant.press()
            .property("state", STRING, STATES, TwinProperty.of("running"), 0, 0)
            .property("other", STRING, STATES, TwinProperty.of("-1"), 0, 0)
            .property("wrong", STRING, STATES, TwinProperty.of("dancing"), 0, 0));

    assertThat(bench.driver.journal).contains("write state=1", "write other=-1");
    assertThat(bench.reports.last("state").value()).isEqualTo("running");
    assertThat(bench.reports.outcomes)
        .filteredOn(outcome -> outcome.property().equals("wrong"))
        .singleElement()
        .satisfies(outcome -> assertThat(outcome.failure()).contains("\"dancing\" is none of"));
    assertThat(
            bench
                .compiler
                .compile(
                    Plant.press().property("state", STRING, STATES).device(),
                    Plant.press().property("state", STRING, STATES).model())
                .spec()
                .properties()
                .get(0)
                .type())
        .isEqualTo(INT);
  }
}
