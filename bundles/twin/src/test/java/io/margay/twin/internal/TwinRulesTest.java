package io.margay.twin.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.margay.dmi.NamespacedName;
import io.margay.meta.MetaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** KubeEdge's rules for types, optional properties, deletion and whole messages. */
class TwinRulesTest {
  private static final NamespacedName PRESS = new NamespacedName("default", "press");
  private static final String TOPIC = "$hw/events/device/default/press/twin/update";

  private final TwinBench bench = new TwinBench();

  @BeforeEach
  void aPress() throws Exception {
    bench.putModel("press-model", "{\"name\":\"speed\",\"type\":\"INT\"}");
    bench.putDevice(PRESS, "press-model", "{\"name\":\"speed\"}");
    bench.bus.next("$hw/events/device/default/press/state/update/result");
  }

  @AfterEach
  void stop() throws Exception {
    bench.close();
  }

  @ParameterizedTest
  @CsvSource({
    "string,  anything",
    "int,     -9223372036854775808",
    "integer, 18446744073709551615",
    "float,   1.5e-3",
    "float,   NaN",
    "double,  -Infinity",
    "boolean, true",
    "bytes,   AQI=",
    "int,     ''"
  })
  void aValueOfTheTypeIsTaken(String type, String value) throws Exception {
    JsonNode answer =
        update(added("p", type, value).replace("{\"twin\"", "{\"any_value\":true,\"twin\""));

    assertThat(answer.at("/twin/p/actual/value").asText()).isEqualTo(value);
    assertThat(answer.at("/twin/p/metadata/type").asText()).isEqualTo(type);
    assertThat(answer.at("/twin/p/optional").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "int,     1.0",
    "int,     1e3",
    "int,     18446744073709551616",
    "int,     -9223372036854775809",
    "int,     0x10",
    "float,   1.5V",
    "boolean, yes",
  })
  void aValueOfAnotherTypeIsRefused(String type, String value) throws Exception {
    JsonNode answer = update(added("p", type, value));

    assertThat(answer.path("code").asInt()).isEqualTo(400);
    assertThat(answer.path("reason").asText())
        .isEqualTo(
            "twin.p.actual.value: found \"" + value + "\", expected a value of type " + type);
  }

  @Test
  void aTypeThatThereIsNotIsRefused() throws Exception {
    assertThat(update(added("p", "deleted", "1")).path("reason").asText())
        .startsWith("twin.p.metadata.type: the value type is not allowed: found \"deleted\"");
  }

  @Test
  void theTypeIsFixedWithTheFirstReport() throws Exception {
    update(added("p", "int", "1"));

    JsonNode again = update(added("p", "string", "2"));
    JsonNode wrong = update(added("p", "string", "two"));

    assertThat(again.at("/twin/p/metadata/type").asText()).isEqualTo("int");
    assertThat(wrong.path("code").asInt()).isEqualTo(400);
  }

  @Test
  void anUnknownTypeOfAPropertyThatHasOneIsNotLookedAt() throws Exception {
    JsonNode answer = update(added("speed", "Updated", "7"));

    assertThat(answer.at("/twin/speed/metadata/type").asText()).isEqualTo("int");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"p\":{\"actual\":{\"value\":\"1\"}},\"speed\":{\"actual\":{\"value\":\"fast\"}}",
        "\"speed\":{\"actual\":{\"value\":\"1\"}},\"a b\":{\"actual\":{\"value\":\"1\"}}",
        "\"speed\":{\"expected\":{\"value\":\"1\"}},\"never\":null",
        "\"speed\":{\"expected\":{\"value\":\"1\"}},\"p\":{\"optional\":\"no\"}",
      })
  void oneMistakeAndNothingIsDone(String twin) throws Exception {
    assertThat(update("{\"twin\":{" + twin + "}}").path("code").asInt()).isEqualTo(400);

    assertThat(bench.twins.get(PRESS).orElseThrow())
        .allMatch(property -> property.expected() == null && property.actual() == null)
        .hasSize(1);
    assertThat(bench.bus.waiting()).isEmpty();
  }

  @Test
  void whatIsNotOptionalIsNotDeletedAndTheRestIsDone() throws Exception {
    JsonNode answer = update("{\"twin\":{\"speed\":null,\"p\":{\"actual\":{\"value\":\"1\"}}}}");

    assertThat(answer.path("twin").has("speed")).isFalse();
    assertThat(answer.at("/twin/p/actual/value").asText()).isEqualTo("1");
    assertThat(bench.twins.twin(PRESS).orElseThrow().property("speed")).isPresent();
  }

  @Test
  void optionalIsTakenBackForGood() throws Exception {
    update(added("p", "int", "1"));
    update("{\"twin\":{\"p\":{\"optional\":false}}}");
    update("{\"twin\":{\"p\":{\"optional\":true}}}");

    assertThat(update("{\"twin\":{\"p\":null}}").path("twin")).isEmpty();
    assertThat(bench.twins.twin(PRESS).orElseThrow().property("p")).isPresent();
  }

  @Test
  void whatIsDeletedTwiceIsNoMistake() throws Exception {
    update(added("p", "int", "1"));
    assertThat(update("{\"twin\":{\"p\":null}}").path("twin").has("p")).isTrue();

    assertThat(update("{\"twin\":{\"p\":null}}").path("twin")).isEmpty();
  }

  @Test
  void whatWasNeverThereCannotBeDeleted() throws Exception {
    assertThat(update("{\"twin\":{\"never\":null}}").path("reason").asText())
        .isEqualTo("twin.never: the request body is wrong: found null, expected a property to add");
  }

  @Test
  void anyTextIsAValueWhenTheMessageSaysSo() throws Exception {
    String json = "{\\\"a\\\": [1, \\\"ä\\\"]}";

    assertThat(update(added("p", "string", json)).path("reason").asText())
        .contains("expected at most 512 letters", "\"any_value\":true");
    assertThat(
            update("{\"any_value\":true," + added("p", "string", json).substring(1))
                .at("/twin/p/actual/value")
                .asText())
        .isEqualTo("{\"a\": [1, \"ä\"]}");
  }

  @Test
  void anyTextIsAValueWhenTheNodeIsConfiguredSo() throws Exception {
    bench.twins.modified(TwinSettings.withAnyValue());

    assertThat(update(added("p", "string", "a b")).at("/twin/p/actual/value").asText())
        .isEqualTo("a b");
  }

  @Test
  void programsMakeUpSoManyPropertiesAndNoMore() throws Exception {
    for (int i = 0; i < DeviceTwin.MOST_MADE_UP; i++) {
      assertThat(update(added("p" + i, "int", "1")).has("code")).isFalse();
    }

    assertThat(update(added("more", "int", "1")).path("reason").asText())
        .isEqualTo("twin: found 257 properties that no manifest has, expected at most 256");
    assertThat(update(added("p0", "int", "2")).has("code")).isFalse();
  }

  @Test
  void whatSomebodyElseHasChangedIsAConflict() throws Exception {
    bench.meta.refusal = new MetaException.Conflict("DeviceTwin default/press is the cloud's");

    JsonNode answer = update("{\"twin\":{\"speed\":{\"expected\":{\"value\":\"1\"}}}}");

    assertThat(answer.path("code").asInt()).isEqualTo(409);
    assertThat(answer.path("reason").asText()).contains("is the cloud's");
    bench.meta.refusal = null;
  }

  private JsonNode update(String message) throws InterruptedException {
    bench.bus.send(TOPIC, message);
    JsonNode answer = GoldenMessages.tree(bench.bus.next(TOPIC + "/result"));
    if (answer.path("twin").isEmpty()) {
      return answer;
    }
    bench.bus.next(TOPIC + "/document");
    return answer;
  }

  private static String added(String property, String type, String value) {
    return "{\"twin\":{\""
        + property
        + "\":{\"actual\":{\"value\":\""
        + value
        + "\"},\"metadata\":{\"type\":\""
        + type
        + "\"}}}}";
  }
}
