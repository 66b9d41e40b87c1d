package io.margay.twin.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.meta.Change;
import io.margay.meta.Owner;
import io.margay.meta.ResourceKey;
import io.margay.twin.internal.manifest.ManifestTypes;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What programs can send wrong, and what they are told. */
class TwinRequestTest {
  private static final String TOPIC = "$hw/events/device/default/press/";

  private final MemoryMeta meta = new MemoryMeta();
  private final RecordingBus bus = new RecordingBus();
  private final Mappers mappers = new Mappers();
  private final DeviceTwins twins =
      new DeviceTwins(meta, bus, mappers, "edge-1", Duration.ofSeconds(5), Clock.systemUTC());

  @AfterEach
  void stop() throws Exception {
    twins.stop();
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("", 400, "found nothing, expected a JSON object"),
        mistake("\u0000\u0001garbage", 400, "not JSON"),
        mistake("[]", 400, "found a list, expected a JSON object"),
        mistake("{}", 400, "twin: found nothing, expected an object"),
        mistake("{\"twin\":5}", 400, "twin: found a number"),
        mistake("{\"twin\":{\"speed\":5}}", 400, "twin.speed: found a number"),
        mistake("{\"twin\":{\"a b\":{}}}", 400, "a property name has 1 to 128"),
        mistake(expected("speed", "{}"), 400, "twin.speed.expected.value: found an object"),
        mistake(
            expected("speed", "\"fast\""), 400, "found \\\"fast\\\", expected a value of type int"),
        mistake(expected("speed", "\"1.5\""), 400, "expected a value of type int"),
        mistake(expected("temperature", "\"1\""), 400, "the model says that it is ReadOnly"),
        mistake(expected("note", "\"a b\""), 400, "expected at most 512 letters"),
        mistake(
            "{\"any_value\":true,\"twin\":{\"note\":{\"actual\":{\"value\":\""
                + "x".repeat(70_000)
                + "\"}}}}",
            400,
            "expected at most 65536"),
        mistake("[".repeat(100_000), 400, "found a list"),
        mistake("{\"a\":".repeat(10_000), 400, "not JSON"),
        mistake("{\"a\":\"" + "x".repeat(300_000) + "\"}", 400, "bytes, expected at most"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsAnsweredWithItsReason(String payload, int code, String reason) throws Exception {
    press();

    bus.send(TOPIC + "twin/update", payload);

    assertThat(bus.next(TOPIC + "twin/update/result")).contains("\"code\":" + code, reason);
  }

  @Test
  void theEmptyActualThatCrashesEdgecoreChangesNothing() throws Exception {
    press();

    bus.send(TOPIC + "twin/update", "{\"event_id\":\"x\",\"twin\":{\"speed\":{\"actual\":{}}}}");

    assertThat(bus.next(TOPIC + "twin/update/result")).contains("\"event_id\":\"x\"", "\"twin\"");
  }

  @Test
  void anUnknownDeviceIsAnsweredWith404() throws Exception {
    bus.send(TOPIC + "twin/update", "{\"event_id\":\"e1\",\"twin\":{}}");

    assertThat(bus.next(TOPIC + "twin/update/result"))
        .contains(
            "\"event_id\":\"e1\"",
            "\"code\":404,\"reason\":\"update rejected due to the device is not existed\"");
  }

  @Test
  void aPropertyThatAProgramAddedCanBeDeletedAgain() throws Exception {
    press();
    bus.send(
        TOPIC + "twin/update",
        "{\"twin\":{\"temp\":{\"actual\":{\"value\":\"23\"},\"metadata\":{\"type\":\"int\"}}}}");
    assertThat(bus.next(TOPIC + "twin/update/document"))
        .contains(
            "\"temp\":{\"last\":null,\"current\":{\"actual\":{\"value\":\"23\"",
            "\"optional\":true,\"metadata\":{\"type\":\"int\"}");

    bus.send(TOPIC + "twin/update", "{\"event_id\":\"e3\",\"twin\":{\"temp\":null}}");

    assertThat(bus.next(TOPIC + "twin/update/result")).contains("\"twin\":{\"temp\":null}");
  }

  private void press() throws InterruptedException {
    meta.apply(
        new Change.Put(
            new ResourceKey(ManifestTypes.DEVICE_MODEL, "default", "m"),
            Owner.MANIFEST,
            """
            {"spec":{"protocol":"p","properties":[{"name":"speed","type":"INT"},
              {"name":"note","type":"STRING"},
              {"name":"temperature","accessMode":"ReadOnly"}]}}"""));
    RecordingMapper mapper = new RecordingMapper("p");
    mappers.bindMapper(mapper);
    meta.apply(
        new Change.Put(
            new ResourceKey(ManifestTypes.DEVICE, "default", "press"),
            Owner.MANIFEST,
            """
            {"spec":{"deviceModelRef":{"name":"m"},"properties":[{"name":"speed"},
              {"name":"note"},{"name":"temperature"}]}}"""));
    mapper.next();
  }

  private static Arguments mistake(String payload, int code, String reason) {
    return Arguments.of(payload, code, reason);
  }

  private static String expected(String property, String value) {
    return "{\"event_id\":\"e1\",\"twin\":{\""
        + property
        + "\":{\"expected\":{\"value\":"
        + value
        + "}}}}";
  }
}
