package io.margay.mapper.internal.device;

import static io.margay.dmi.PropertyType.BOOLEAN;
import static io.margay.dmi.PropertyType.INT;
import static io.margay.dmi.PropertyType.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.margay.dmi.Problem;
import io.margay.dmi.PropertyType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ValueSettingsTest {
  private static final String A_BAND = "how far the value must move, such as 0.5, or 2% of it";
  private static final String NAMES =
      "names by whole number, such as {\"0\": stopped, \"1\": running}, or a list of them; on, off,"
          + " yes and no in quotes";

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments(INT, Map.of("deadband", "wide"), "deadband: found \"wide\", expected " + A_BAND),
        arguments(INT, Map.of("deadband", -1), "deadband: found \"-1\", expected " + A_BAND),
        arguments(INT, Map.of("deadband", "%"), "deadband: found \"%\", expected " + A_BAND),
        arguments(
            BOOLEAN,
            Map.of("deadband", 1),
            "deadband: found \"1\", expected a property of type INT, FLOAT or DOUBLE"),
        arguments(
            INT,
            Map.of("maxSilence", 1),
            "maxSilence: found \"1\", expected reportOnChange or deadband beside it"),
        arguments(
            INT,
            Map.of("reportOnChange", "often"),
            "reportOnChange: found \"often\", expected true or false"),
        arguments(
            INT, Map.of("verify", "twice"), "verify: found \"twice\", expected true or false"),
        arguments(
            INT,
            Map.of("historyLength", 10_001),
            "historyLength: found \"10001\", expected a whole number from 1 to 10000"),
        arguments(
            INT, Map.of("valueOffset", "far"), "valueOffset: found \"far\", expected a number"),
        arguments(
            INT,
            Map.of("enum", List.of("off", "on")),
            "enum: found \"[off, on]\", expected a property of type STRING in its model"),
        arguments(STRING, Map.of("enum", "off"), "enum: found \"off\", expected " + NAMES),
        arguments(
            STRING,
            Map.of("enum", List.of("on", "on")),
            "enum: found \"[on, on]\", expected " + NAMES),
        arguments(
            STRING,
            Map.of("enum", List.of(false, true)),
            "enum: found \"[false, true]\", expected " + NAMES),
        arguments(
            STRING, Map.of("enum", Map.of("a", "on")), "enum: found \"{a=on}\", expected " + NAMES),
        arguments(
            STRING,
            Map.of("enum", List.of("off", "on"), "scale", 2),
            "scale: found \"2\", expected no scaling beside enum"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("mistakes")
  void aMistakeSaysWhereItIsAndWhatWouldBeRight(
      PropertyType type, Map<String, Object> visitors, String complaint) {
    Plant plant = Plant.press().property("speed", type, visitors);

    List<Problem> problems =
        new DeviceCompiler(1_000, 3_000, 16).compile(plant.device(), plant.model()).problems();

    assertThat(problems)
        .extracting(Problem::toString)
        .containsExactly("/spec/properties/0/visitors/configData/" + complaint);
  }

  static Stream<Map<String, Object>> sound() {
    return Stream.of(
        Map.of("enum", List.of("off", "on"), "scale", 1, "verify", "true"),
        Map.of("enum", List.of("off", "on"), "scale", 0, "deadband", 0),
        Map.of("REPORTONCHANGE", true, "MaxSilence", "0", "HISTORYlength", 1));
  }

  @ParameterizedTest
  @MethodSource("sound")
  void whatKubeEdgeWritesForNotGivenIsNoMistake(Map<String, Object> visitors) {
    Plant plant = Plant.press().property("speed", STRING, visitors);

    assertThat(
            new DeviceCompiler(1_000, 3_000, 16).compile(plant.device(), plant.model()).problems())
        .isEmpty();
  }
}
