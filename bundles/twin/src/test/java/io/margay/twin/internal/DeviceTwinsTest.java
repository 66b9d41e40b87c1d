package io.margay.twin.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.DeviceState;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.meta.Change;
import io.margay.meta.Owner;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceType;
import io.margay.twin.internal.manifest.ManifestTypes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceTwinsTest {
  private static final NamespacedName PRESS = new NamespacedName("default", "press");
  private static final String TOPIC = "$hw/events/device/default/press/";
  private static final Instant NOON = Instant.parse("2026-08-06T12:00:00Z");
  private static final String MODEL =
      """
      {"apiVersion":"devices.kubeedge.io/v1beta1","kind":"DeviceModel",
       "metadata":{"name":"press-model","namespace":"default"},
       "spec":{"protocol":"modbus","properties":[
         {"name":"speed","type":"INT","accessMode":"ReadWrite","unit":"rpm"},
         {"name":"temperature","type":"FLOAT","accessMode":"ReadOnly"}]}}
      """;

  private final MemoryMeta meta = new MemoryMeta();
  private final RecordingBus bus = new RecordingBus();
  private final Mappers mappers = new Mappers();
  private final RecordingMapper mapper = new RecordingMapper("modbus");
  private final DeviceTwins twins =
      new DeviceTwins(
          meta, bus, mappers, "edge-1", Duration.ofSeconds(5), Clock.fixed(NOON, ZoneOffset.UTC));

  @AfterEach
  void stop() throws Exception {
    twins.stop();
    assertThat(bus.subscribers()).isZero();
    assertThat(meta.watches()).isZero();
  }

  @Test
  void aDeviceGoesToItsMapperOnceDeviceModelAndMapperAreThere() throws Exception {
    putDevice("");
    assertThat(bus.next(TOPIC + "state/update/result")).contains("\"state\":\"unknown\"");
    putModel();
    mappers.bindMapper(mapper);

    assertThat(mapper.next()).isEqualTo("register default/press");
  }

  @Test
  void whatIsMissingIsSaidInTheDevicesCondition() throws Exception {
    putDevice("");
    bus.next(TOPIC + "state/update/result");
    assertThat(twins.twin(PRESS).orElseThrow().condition().reason())
        .isEqualTo("waits for DeviceModel default/press-model");

    putModel();
    bus.next(TOPIC + "state/update/result");
    assertThat(twins.twin(PRESS).orElseThrow().condition().reason())
        .isEqualTo("waits for a driver of protocol modbus");
  }

  @Test
  void aMapperIsNotToldAgainWhatItKnows() throws Exception {
    press();

    putDevice("");
    putModel();
    putDevice("1500");

    assertThat(mapper.next()).isEqualTo("update default/press speed=1500");
    assertThat(mapper.silent()).isTrue();
  }

  @Test
  void aDeletedDeviceIsTakenFromItsMapper() throws Exception {
    press();

    meta.apply(new Change.Delete(key(ManifestTypes.DEVICE, "press"), Owner.MANIFEST));

    assertThat(mapper.next()).isEqualTo("remove default/press");
  }

  @Test
  void aMapperThatComesBackGetsItsDevicesAgain() throws Exception {
    press();
    mappers.unbindMapper(mapper);
    bus.next(TOPIC + "state/update/result");
    RecordingMapper second = new RecordingMapper("modbus");

    mappers.bindMapper(second);

    assertThat(second.next()).isEqualTo("register default/press");
    assertThat(mapper.silent()).as("a mapper that left is not called").isTrue();
  }

  @Test
  void aDeviceThatItsMapperCannotReadIsUnhealthyAndSaysWhy() throws Exception {
    mapper.problems = List.of(new Problem("/spec/protocol/configData/ip", "nothing", "a text"));
    mappers.bindMapper(mapper);
    putModel();
    putDevice("");

    assertThat(bus.next(TOPIC + "state/update/result")).contains("\"state\":\"unhealthy\"");
    assertThat(twins.twin(PRESS).orElseThrow().condition().reason())
        .isEqualTo("/spec/protocol/configData/ip: found nothing, expected a text");
    assertThat(mapper.silent()).isTrue();
  }

  @Test
  void aReportGoesOutWithTypeQualityUnitAndSequence() throws Exception {
    press();

    twins.reportSamples(
        PRESS, List.of(good("speed", 1200L, 7), bad("temperature", "exception 2", 3)));

    assertThat(bus.next("$ke/events/device/default/press/data/update"))
        .contains(
            "\"data\":{\"speed\":{\"value\":\"1200\",\"metadata\":{\"timestamp\":1786017600000,"
                + "\"type\":\"int\",\"quality\":\"GOOD\",\"unit\":\"rpm\",\"sequence\":7}},"
                + "\"temperature\":{\"value\":\"\",\"metadata\":{\"timestamp\":1786017600000,"
                + "\"type\":\"float\",\"quality\":\"BAD\",\"reason\":\"exception 2\","
                + "\"sequence\":3}}}");
  }

  @Test
  void aBadSampleKeepsTheLastValue() throws Exception {
    press();
    twins.reportSamples(PRESS, List.of(good("temperature", 23.5, 1)));
    twins.reportSamples(PRESS, List.of(bad("temperature", "no answer", 2)));

    Reading reading = twins.get(PRESS).orElseThrow().get(1).actual();

    assertThat(reading.text()).isEqualTo("23.5");
    assertThat(reading.quality()).isEqualTo(Quality.BAD);
  }

  @Test
  void getAnswersWithTheEventIdOfTheQuestion() throws Exception {
    press();
    twins.reportSamples(PRESS, List.of(good("speed", 1200L, 1)));

    bus.send(TOPIC + "twin/get", "{\"event_id\":\"e4\",\"timestamp\":1}");

    assertThat(bus.next(TOPIC + "twin/get/result"))
        .isEqualTo(
            "{\"event_id\":\"e4\",\"timestamp\":1786017600000,\"twin\":{"
                + "\"speed\":{\"actual\":{\"value\":\"1200\","
                + "\"metadata\":{\"timestamp\":1786017600000}},"
                + "\"optional\":false,\"metadata\":{\"type\":\"int\"}},"
                + "\"temperature\":{\"optional\":false,\"metadata\":{\"type\":\"float\"}}}}");
  }

  @Test
  void aWishByMqttReachesTheMapperAndIsKept() throws Exception {
    press();

    bus.send(TOPIC + "twin/update", wish("speed", "1300"));

    assertThat(bus.next(TOPIC + "twin/update/result"))
        .contains("\"event_id\":\"e2\"", "\"expected\":{\"value\":\"1300\"");
    assertThat(bus.next(TOPIC + "twin/update/document")).contains("\"event_id\":\"e2\"");
    assertThat(bus.next(TOPIC + "twin/update/delta")).contains("\"delta\":{\"speed\":\"1300\"}");
    assertThat(mapper.next()).isEqualTo("update default/press speed=1300");
    assertThat(meta.get(new ResourceKey(DEVICE_TWIN, "default", "press")).orElseThrow().content())
        .contains("\"value\":\"1300\"");
  }

  private static final ResourceType DEVICE_TWIN =
      new ResourceType("devices.margay.io", "v1", "DeviceTwin");

  @Test
  void aWishGoesBeforeTheManifestUntilTheManifestChanges() throws Exception {
    press();
    putDevice("1000");
    assertThat(mapper.next()).endsWith("speed=1000");
    bus.send(TOPIC + "twin/update", wish("speed", "1300"));
    assertThat(mapper.next()).endsWith("speed=1300");

    putDevice("1000");
    putDevice("1400");

    assertThat(mapper.next()).endsWith("speed=1400");
  }

  @Test
  void aWishThatCameTrueDiffersNoMore() throws Exception {
    press();
    bus.send(TOPIC + "twin/update", wish("speed", "1300"));
    assertThat(mapper.next()).endsWith("speed=1300");

    twins.reportSamples(PRESS, List.of(good("speed", 1300L, 1)));

    bus.send(TOPIC + "twin/get", "{}");
    assertThat(bus.next(TOPIC + "twin/get/result")).contains("\"expected\":{\"value\":\"1300\"");
    assertThat(twins.twin(PRESS).orElseThrow().differing()).isEmpty();
  }

  @Test
  void aFailedWriteIsToldToWhoeverWishedIt() throws Exception {
    press();
    bus.send(TOPIC + "twin/update", wish("speed", "1300"));
    bus.next(TOPIC + "twin/update/result");

    twins.reportOutcomes(PRESS, List.of(new DesiredOutcome("speed", "1300", "exception 3")));

    assertThat(bus.next(TOPIC + "twin/update/result"))
        .contains("\"event_id\":\"e2\"", "\"code\":500", "twin.speed: exception 3");
  }

  @Test
  void aWishThatCannotBeKeptIsRefusedAndReachesNobody() throws Exception {
    press();
    meta.full = true;

    bus.send(TOPIC + "twin/update", wish("speed", "1300"));

    assertThat(bus.next(TOPIC + "twin/update/result")).contains("\"code\":500", "the disk is full");
    assertThat(mapper.silent()).isTrue();
    assertThat(twins.get(PRESS).orElseThrow().get(0).expected()).isNull();
    meta.full = false;
  }

  @Test
  void aStateIsToldWhenItIsNews() throws Exception {
    press();

    twins.reportState(PRESS, DeviceState.ONLINE, null);
    twins.reportState(PRESS, DeviceState.ONLINE, null);
    twins.reportState(PRESS, DeviceState.OFFLINE, "connection refused");

    assertThat(bus.next(TOPIC + "state/update/result"))
        .contains(
            "\"device\":{\"name\":\"press\",\"state\":\"online\","
                + "\"lastOnlineTime\":\"2026-08-06T12:00:00Z\"}");
    assertThat(bus.next(TOPIC + "state/update/result")).contains("\"state\":\"offline\"");
  }

  @Test
  void reportsOfUnknownDevicesAndPropertiesAreDropped() throws Exception {
    press();

    twins.reportSamples(new NamespacedName("default", "ghost"), List.of(good("speed", 1L, 1)));
    twins.reportSamples(PRESS, List.of(good("ghost", 1L, 1)));

    assertThat(twins.get(PRESS).orElseThrow()).extracting(PropertyView::actual).containsOnlyNulls();
  }

  private void press() throws InterruptedException {
    putModel();
    mappers.bindMapper(mapper);
    putDevice("");
    assertThat(mapper.next()).isEqualTo("register default/press");
  }

  private void putModel() {
    meta.apply(
        new Change.Put(key(ManifestTypes.DEVICE_MODEL, "press-model"), Owner.MANIFEST, MODEL));
  }

  private void putDevice(String desiredSpeed) {
    String desired =
        desiredSpeed.isEmpty() ? "" : ",\"desired\":{\"value\":\"" + desiredSpeed + "\"}";
    meta.apply(
        new Change.Put(
            key(ManifestTypes.DEVICE, "press"),
            Owner.MANIFEST,
            "{\"spec\":{\"deviceModelRef\":{\"name\":\"press-model\"},\"properties\":["
                + "{\"name\":\"speed\""
                + desired
                + "},{\"name\":\"temperature\"}]}}"));
  }

  private static ResourceKey key(ResourceType type, String name) {
    return new ResourceKey(type, "default", name);
  }

  private static String wish(String property, String value) {
    return "{\"event_id\":\"e2\",\"timestamp\":1,\"twin\":{\""
        + property
        + "\":{\"expected\":{\"value\":\""
        + value
        + "\"}}}}";
  }

  private static Sample good(String property, Object value, long sequence) {
    return new Sample(property, value, Quality.GOOD, null, NOON, sequence);
  }

  private static Sample bad(String property, String reason, long sequence) {
    return new Sample(property, null, Quality.BAD, reason, NOON, sequence);
  }
}
