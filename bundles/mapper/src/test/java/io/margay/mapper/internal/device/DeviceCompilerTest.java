package io.margay.mapper.internal.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.AccessMode;
import io.margay.dmi.Device;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.DeviceProperty;
import io.margay.dmi.ModelProperty;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import io.margay.dmi.PropertyType;
import io.margay.dmi.ProtocolConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviceCompilerTest {
  private final DeviceCompiler compiler = new DeviceCompiler(1_000, 3_000, 16);

  @Test
  void devicesThatAreDescribedAlikeShareWhatTheirPropertiesCompileTo() {
    CompiledDevice press = compiled(Plant.press().property("speed", PropertyType.INT));
    CompiledDevice same = compiled(Plant.press().named("b").property("speed", PropertyType.INT));
    CompiledDevice other =
        compiled(Plant.press().named("c").property("speed", PropertyType.INT, Map.of("scale", 2)));

    assertThat(same.facts().get(0)).isSameAs(press.facts().get(0));
    assertThat(other.facts().get(0)).isNotEqualTo(press.facts().get(0));
  }

  private CompiledDevice compiled(Plant plant) {
    return compiler.compile(plant.device(), plant.model());
  }

  @Test
  void theModelFillsWhatTheDeviceLeavesOut() {
    CompiledDevice compiled =
        compiler.compile(
            device(Map.of("ip", "10.0.0.7"), property("speed", Map.of("Offset", 4), 0, 0)),
            model(
                Map.of("IP", "0.0.0.0", "port", 502),
                modelProperty("speed", null, null, Map.of("offset", 1, "register", "Input"))));

    assertThat(compiled.problems()).isEmpty();
    assertThat(compiled.spec().settings())
        .containsExactlyInAnyOrderEntriesOf(Map.of("ip", "10.0.0.7", "port", 502));
    assertThat(compiled.spec().properties().get(0).settings())
        .containsExactlyInAnyOrderEntriesOf(Map.of("Offset", 4, "register", "Input"));
    assertThat(compiled.facts().get(0).collectMillis()).isEqualTo(1_000);
    assertThat(compiled.facts().get(0).reportRule()).isEqualTo(ReportRule.cyclic(1_000, 1_000));
    assertThat(compiled.timeoutMillis()).isEqualTo(3_000);
  }

  @Test
  void oldYamlInNanosecondsIsTakenWithOneRemark() {
    CompiledDevice compiled =
        compiler.compile(
            device(
                Map.of(),
                property("speed", Map.of(), 10_000_000_000L, 500_000_000L),
                property("heat", Map.of(), 100_000_000L, 99_999_999L)),
            model(
                Map.of(),
                modelProperty("speed", null, null, Map.of()),
                modelProperty("heat", null, null, Map.of())));

    assertThat(compiled.facts())
        .extracting(facts -> facts.collectMillis())
        .containsExactly(10_000L, 100L);
    assertThat(compiled.facts())
        .extracting(facts -> facts.reportRule())
        .containsExactly(ReportRule.cyclic(10_000, 500), ReportRule.cyclic(100, 99_999_999));
    assertThat(compiled.remarks()).hasSize(1);
  }

  @Test
  void allMistakesAreFoundAtOnce() {
    CompiledDevice compiled =
        compiler.compile(
            device(
                Map.of("timeout", "soon"),
                property("speed", Map.of("scale", "big", "max", "1e999"), -1, -2),
                property("speed", Map.of(), 0, 0),
                property("weight", Map.of(), 0, 0)),
            model(Map.of(), modelProperty("speed", "low", null, Map.of())));

    assertThat(compiled.problems())
        .extracting(Problem::toString)
        .containsExactlyInAnyOrder(
            "/spec/properties/0/visitors/configData/scale: found \"big\", expected a number",
            "/spec/properties/0/visitors/configData/max: found Infinity, expected a finite number",
            "/spec/properties/0: found in its model the limit \"low\", expected a number there",
            "/spec/properties/0/collectCycle: found -1, expected milliseconds, 0 for the mapper's"
                + " own choice",
            "/spec/properties/0/reportCycle: found -2, expected milliseconds, 0 for the mapper's"
                + " own choice",
            "/spec/properties/1: found in its model the limit \"low\", expected a number there",
            "/spec/properties/1/name: found speed, expected a name that no other property has",
            "/spec/properties/2/name: found weight, expected a property of model line1/model",
            "/spec/protocol/configData/timeout: found \"soon\", expected a whole number from 0 to"
                + " 600000");
  }

  @Test
  void aDriverThatThrowsInValidateIsOneProblem() {
    Bench bench = new Bench();
    bench.driver.onValidate = new IllegalStateException("oops");
    Plant plant = Plant.press().property("speed", PropertyType.INT);

    List<Problem> problems = bench.validate(plant);

    assertThat(problems).singleElement().asString().contains("driver fake", "validate", "oops");
  }

  @Test
  void theDriversMistakesAreAdded() {
    Bench bench = new Bench();
    bench.driver.problems =
        List.of(new Problem("/spec/protocol/configData/ip", "nothing", "a text"));
    Plant plant = Plant.press().cycles("speed", -1, 0);

    assertThat(bench.validate(plant)).hasSize(2);
  }

  private static Device device(Map<String, Object> settings, DeviceProperty... properties) {
    return new Device(
        Plant.PRESS, "model", new ProtocolConfig("fake", settings), List.of(properties), List.of());
  }

  private static DeviceModel model(Map<String, Object> settings, ModelProperty... properties) {
    return new DeviceModel(
        new NamespacedName("line1", "model"), "fake", settings, List.of(properties));
  }

  private static DeviceProperty property(
      String name, Map<String, Object> visitors, long collect, long report) {
    return new DeviceProperty(
        name, null, new ProtocolConfig("", visitors), collect, report, true, Map.of());
  }

  private static ModelProperty modelProperty(
      String name, String minimum, String maximum, Map<String, Object> visitors) {
    return new ModelProperty(
        name,
        "",
        PropertyType.INT,
        AccessMode.READ_WRITE,
        minimum,
        maximum,
        "",
        new ProtocolConfig("", visitors));
  }
}
