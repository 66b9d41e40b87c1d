package io.margay.twin.internal.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.margay.dmi.Device;
import io.margay.dmi.Problem;
import io.margay.meta.ResourceKey;
import io.margay.meta.Violation;
import io.margay.twin.internal.Mappers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeviceSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ResourceKey KEY = new ResourceKey(ManifestTypes.DEVICE, "default", "d");
  private static final String GOOD =
      """
      {"apiVersion":"devices.kubeedge.io/v1beta1","kind":"Device",
       "metadata":{"name":"d","namespace":"default"},
       "spec":{"deviceModelRef":{"name":"m"},"nodeName":"edge-1","unknownField":{"kept":[1,2]},
         "protocol":{"protocolName":"modbus","configData":{"port":"5502","slaveID":1}},
         "properties":[
           {"name":"t","collectCycle":10000000000,"reportCycle":1000,"reportToCloud":true,
            "desired":{"value":"1","metadata":{"type":"int"}},
            "visitors":{"protocolName":"modbus","configData":{"scale":0.1,"isSwap":false}},
            "pushMethod":{"mqtt":{"topic":"x","qos":0}}},
           {"name":"u","visitors":{"configData":null}}],
         "methods":[{"name":"set","description":"sets t","propertyNames":["t"]}]}}
      """;

  @Test
  void everythingOfTheShapeIsRead() {
    List<Problem> problems = new ArrayList<>();

    Device device = DeviceManifest.read(ManifestTypes.name(KEY), GOOD, problems::add).device();

    assertThat(problems).isEmpty();
    assertThat(device.model()).isEqualTo("m");
    assertThat(device.protocol().configData()).containsEntry("port", "5502");
    assertThat(device.properties().get(0).collectCycleMillis()).isEqualTo(10_000_000_000L);
    assertThat(device.properties().get(0).visitors().configData())
        .containsEntry("scale", new BigDecimal("0.1"));
    assertThat(device.properties().get(0).desired().value()).isEqualTo("1");
    assertThat(device.properties().get(0).pushMethod()).containsKey("mqtt");
    assertThat(device.properties().get(1).visitors().configData()).isEmpty();
    assertThat(device.methods().get(0).propertyNames()).containsExactly("t");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(root -> root.remove("spec"), "/spec: found nothing, expected an object"),
        mistake(
            root -> spec(root).remove("deviceModelRef"),
            "/spec/deviceModelRef/name: found nothing, expected a text"),
        mistake(
            root -> spec(root).put("properties", "x"),
            "/spec/properties: found \"x\", expected a list"),
        mistake(
            root -> property(root).put("collectCycle", -1),
            "/spec/properties/0/collectCycle: found \"-1\", expected a whole number from 0"),
        mistake(
            root -> property(root).put("reportToCloud", "maybe"),
            "/spec/properties/0/reportToCloud: found \"maybe\", expected true or false"),
        mistake(
            root -> property(root).put("name", "u"),
            "/spec/properties/1/name: found \"u\", expected a name that no other property"),
        mistake(
            root -> ((ObjectNode) property(root).get("desired")).remove("value"),
            "/spec/properties/0/desired/value: found nothing, expected a text"),
        mistake(
            root -> ((ArrayNode) root.at("/spec/methods/0/propertyNames")).add("ghost"),
            "/spec/methods/0/propertyNames: found \"[t, ghost]\", expected names of the device's"),
        mistake(
            root -> ((ObjectNode) root.at("/spec/properties/1")).put("name", "v"),
            "/spec/properties/1/name: found \"v\", expected a property of DeviceModel default/m"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeNamesItsFieldWhatIsThereAndWhatShouldBe(Consumer<ObjectNode> spoil, String text)
      throws JsonProcessingException {
    ObjectNode root = (ObjectNode) JSON.readTree(GOOD);
    spoil.accept(root);

    List<Violation> violations = judge(root.toString(), "t", "u");

    assertThat(violations).isNotEmpty();
    assertThat(violations.get(0).toString()).startsWith(text);
  }

  @Test
  void aDeviceWhoseModelIsNotThereYetIsLetIn() {
    assertThat(new DeviceSchema(new Mappers()).validate(KEY, GOOD, key -> Optional.empty()))
        .isEmpty();
  }

  @Test
  void aModelIsJudgedByItsTypesAndLimits() {
    String model =
        """
        {"spec":{"properties":[
          {"name":"a","type":"INTEGER"},
          {"name":"b","type":"INT","accessMode":"Write","minimum":"low"},
          {"name":"b"}]}}""";

    List<Violation> violations =
        new DeviceModelSchema()
            .validate(
                new ResourceKey(ManifestTypes.DEVICE_MODEL, "default", "m"),
                model,
                key -> Optional.empty());

    assertThat(violations)
        .extracting(Violation::toString)
        .containsExactly(
            "/spec/properties/0/type: found \"INTEGER\", expected one of INT, FLOAT, DOUBLE,"
                + " STRING, BOOLEAN, BYTES, STREAM",
            "/spec/properties/1/accessMode: found \"Write\", expected one of ReadWrite, ReadOnly",
            "/spec/properties/1/minimum: found \"low\", expected a number",
            "/spec/properties/2/name: found \"b\", expected a name that no other property of the"
                + " model has");
  }

  private static List<Violation> judge(String content, String... modelProperties) {
    List<Map<String, String>> properties =
        Stream.of(modelProperties).map(name -> Map.of("name", name)).toList();
    String model = JSON.valueToTree(Map.of("spec", Map.of("properties", properties))).toString();
    return new DeviceSchema(new Mappers()).validate(KEY, content, key -> Optional.of(model));
  }

  private static ObjectNode spec(ObjectNode root) {
    return (ObjectNode) root.get("spec");
  }

  private static ObjectNode property(ObjectNode root) {
    return (ObjectNode) root.at("/spec/properties/0");
  }

  private static Arguments mistake(Consumer<ObjectNode> spoil, String text) {
    return Arguments.of(spoil, text);
  }
}
