package io.margay.twin.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.DeviceState;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.meta.Change;
import io.margay.meta.JsonText;
import io.margay.meta.Owner;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import io.margay.twin.internal.manifest.ManifestTypes;
import io.margay.twin.internal.status.StatusStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What of the twins survives the end of the node, orderly or not. */
class KeptTwinsTest {
  private static final NamespacedName PRESS = new NamespacedName("default", "press");
  private static final String TOPIC = "$hw/events/device/default/press/";
  private static final Instant NOON = Instant.parse("2026-08-06T12:00:00Z");
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration NEVER = Duration.ofHours(1);
  private static final String MODEL =
      """
      {"spec":{"protocol":"modbus","properties":[
         {"name":"speed","type":"INT","accessMode":"ReadWrite"},
         {"name":"temperature","type":"FLOAT","accessMode":"ReadOnly"}]}}
      """;
  private static final String DEVICE =
      """
      {"spec":{"deviceModelRef":{"name":"press-model"},"properties":[
         {"name":"speed"},{"name":"temperature"}]%s}}
      """;

  private final MemoryMeta meta = new MemoryMeta();
  private final RecordingMapper mapper = new RecordingMapper("modbus");
  private final Mappers mappers = new Mappers();
  private RecordingBus bus = new RecordingBus();
  private DeviceTwins twins = started(SOON);

  @AfterEach
  void stop() throws Exception {
    meta.full = false;
    twins.stop();
  }

  @Test
  void aReportedValueIsBackAfterARestartWithItsOldTimeAndIsNotGood() throws Exception {
    press("");
    twins.reportSamples(PRESS, List.of(good("speed", 1200L, 42)));
    await(() -> status().contains("\"1200\""));

    restartWithoutDriver();

    Reading reading = property("speed").actual();
    assertThat(reading.text()).isEqualTo("1200");
    assertThat(reading.time()).isEqualTo(NOON);
    assertThat(reading.sequence()).isEqualTo(42);
    assertThat(reading.quality()).isEqualTo(Quality.UNCERTAIN);
    assertThat(reading.reason()).isEqualTo("not read since the node started");
  }

  @Test
  void theFirstReadMakesARestoredValueGoodAgain() throws Exception {
    press("");
    twins.reportSamples(PRESS, List.of(good("speed", 1200L, 42)));
    await(() -> status().contains("\"1200\""));
    restartWithoutDriver();

    twins.reportSamples(PRESS, List.of(good("speed", 1200L, 1)));

    assertThat(property("speed").actual().quality()).isEqualTo(Quality.GOOD);
  }

  @Test
  void aValueThatCouldNotBeReadStaysBadOverARestart() throws Exception {
    press("");
    twins.reportSamples(PRESS, List.of(good("speed", 1200L, 1)));
    twins.reportSamples(PRESS, List.of(bad("speed", "exception 2", 2)));
    await(() -> status().contains("exception 2"));

    restartWithoutDriver();

    assertThat(property("speed").actual().text()).isEqualTo("1200");
    assertThat(property("speed").actual().quality()).isEqualTo(Quality.BAD);
    assertThat(property("speed").actual().reason()).isEqualTo("exception 2");
  }

  @Test
  void theStatusHasTheShapeOfKubeEdgesResource() throws Exception {
    press(",\"stateReport\":{\"reportCycle\":60000}");
    bus.send(TOPIC + "twin/update", wish("speed", "1300"));
    assertThat(mapper.next()).endsWith("speed=1300");
    twins.reportState(PRESS, DeviceState.ONLINE, null);
    twins.reportSamples(PRESS, List.of(good("speed", 1200L, 42), bad("temperature", "gone", 7)));

    await(() -> status().contains("\"1200\"") && status().contains("1300"));

    assertThat(status())
        .isEqualTo(
            "{\"twins\":[{\"propertyName\":\"speed\","
                + "\"reported\":{\"value\":\"1200\",\"metadata\":{\"timestamp\":\"1786017600000\","
                + "\"type\":\"int\",\"quality\":\"GOOD\",\"sequence\":\"42\"}},"
                + "\"observedDesired\":{\"value\":\"1300\",\"metadata\":{"
                + "\"timestamp\":\"1786017600000\",\"type\":\"int\"}}},"
                + "{\"propertyName\":\"temperature\","
                + "\"reported\":{\"value\":\"\",\"metadata\":{\"timestamp\":\"1786017600000\","
                + "\"type\":\"float\",\"quality\":\"BAD\",\"reason\":\"gone\",\"sequence\":\"7\"}}}],"
                + "\"state\":\"online\",\"lastOnlineTime\":\"2026-08-06T12:00:00Z\","
                + "\"extensions\":{\"margay\":{\"stateSince\":\"2026-08-06T12:00:00Z\"}}}");
  }

  @Test
  void unchangedReportsDoNotTouchTheDisk() throws Exception {
    press("");
    twins.reportSamples(PRESS, List.of(good("speed", 1200L, 1)));
    await(() -> status().contains("\"1200\""));
    int written = meta.statusWrites.get();

    for (int i = 2; i < 1000; i++) {
      twins.reportSamples(PRESS, List.of(good("speed", 1200L, i)));
    }
    twins.reportSamples(PRESS, List.of(good("temperature", 20.5, 1)));
    await(() -> status().contains("20.5"));

    assertThat(meta.statusWrites.get()).isEqualTo(written + 1);
  }

  @Test
  void manyReportsWithinOneDelayAreOneWrite() throws Exception {
    restart(Duration.ofMillis(700));
    press("");
    int written = meta.statusWrites.get();

    for (int i = 1; i < 1000; i++) {
      twins.reportSamples(PRESS, List.of(good("speed", (long) i, i)));
    }
    await(() -> status().contains("\"999\""));

    assertThat(meta.statusWrites.get() - written).isLessThanOrEqualTo(3);
  }

  @Test
  void manyDevicesAreOneTransaction() throws Exception {
    restart(Duration.ofMillis(700));
    press("");
    for (int i = 0; i < 150; i++) {
      put("press-" + i, "");
    }
    await(() -> twins.all().size() == 151 && mapper.calls() == 150);
    int transactions = meta.transactions.get();

    await(() -> meta.statusWrites.get() >= 151);

    assertThat(meta.transactions.get() - transactions).isLessThan(15);
  }

  @Test
  void whatIsNotWrittenYetIsWrittenAtAnOrderlyStop() throws Exception {
    restart(NEVER);
    press("");
    twins.reportSamples(PRESS, List.of(good("speed", 1200L, 1)));

    restartWithoutDriver();

    assertThat(property("speed").actual().text()).isEqualTo("1200");
  }

  @Test
  void aFullDiskStopsNoValueAndIsCaughtUp() throws Exception {
    press("");
    await(() -> !status().isEmpty());
    meta.full = true;

    twins.reportSamples(PRESS, List.of(good("speed", 1200L, 1)));
    int refused = meta.refusals.get();
    await(() -> meta.refusals.get() > refused + 2);
    twins.reportSamples(PRESS, List.of(good("speed", 1201L, 2)));

    assertThat(bus.next("$ke/events/device/default/press/data/update")).contains("1200");
    assertThat(bus.next("$ke/events/device/default/press/data/update")).contains("1201");
    assertThat(status()).doesNotContain("120");
    meta.full = false;
    await(() -> status().contains("\"1201\""));
  }

  @Test
  void aDeletedDeviceTakesItsStatusAlong() throws Exception {
    press("");
    twins.reportSamples(PRESS, List.of(good("speed", 1200L, 1)));
    await(() -> status().contains("\"1200\""));

    twins.reportSamples(PRESS, List.of(good("speed", 1201L, 2)));
    delete();

    await(() -> meta.get(statusKey()).isEmpty());
    assertThat(mapper.next()).isEqualTo("remove default/press");
  }

  @Test
  void whatIsKeptOfADeviceThatWentWhileNobodyLookedIsDropped() throws Exception {
    press("");
    bus.send(TOPIC + "twin/update", wish("speed", "1300"));
    await(() -> status().contains("1300"));
    ResourceKey wishes = new ResourceKey(WishStore.DEVICE_TWIN, "default", "press");
    assertThat(meta.get(wishes)).isPresent();

    twins.stop();
    delete();
    twins = started(SOON);

    await(() -> meta.get(statusKey()).isEmpty() && meta.get(wishes).isEmpty());
  }

  @Test
  void aStatusThatAnotherOwnerMadeIsFilledAllTheSame() throws Exception {
    meta.apply(new Change.Put(statusKey(), Owner.CLOUD, "{\"spec\":{}}"));
    press("");

    twins.reportSamples(PRESS, List.of(good("speed", 1200L, 1)));

    await(() -> status().contains("\"1200\""));
    assertThat(meta.get(statusKey()).orElseThrow().owner()).isEqualTo(Owner.CLOUD);
  }

  @Test
  void aPropertyThatAProgramAddedIsBackAfterARestart() throws Exception {
    press("");
    bus.send(
        TOPIC + "twin/update",
        "{\"event_id\":\"e\",\"twin\":{"
            + "\"shift\":{\"expected\":{\"value\":\"night\"},\"metadata\":{\"type\":\"string\"}},"
            + "\"count\":{\"actual\":{\"value\":\"7\"},\"metadata\":{\"type\":\"int\"}}}}");
    await(() -> status().contains("\"count\""));

    restartWithoutDriver();

    assertThat(property("shift").expected().value()).isEqualTo("night");
    assertThat(property("shift").optional()).isTrue();
    assertThat(property("count").actual().text()).isEqualTo("7");
    assertThat(property("count").typeName()).isEqualTo("int");
  }

  @Test
  void whileItsDriverIsAwayNoValueOfADeviceIsGood() throws Exception {
    press("");
    twins.reportSamples(PRESS, List.of(good("speed", 1200L, 1)));
    bus.next(TOPIC + "twin/update/document");

    mappers.unbindMapper(mapper);

    assertThat(bus.next(TOPIC + "twin/update/document"))
        .contains("\"value\":\"1200\"", "\"quality\":\"UNCERTAIN\"");
    Reading reading = property("speed").actual();
    assertThat(reading.quality()).isEqualTo(Quality.UNCERTAIN);
    assertThat(reading.reason()).isEqualTo("waits for a driver of protocol modbus");
    assertThat(reading.sequence()).as("it is no new sample").isEqualTo(1);
    assertThat(bus.published("$ke/events/device/default/press/data/update")).isEmpty();
  }

  @Test
  void whileADeviceIsOfflineNoValueOfItIsGood() throws Exception {
    press("");
    twins.reportSamples(PRESS, List.of(good("speed", 1200L, 1)));

    twins.reportState(PRESS, DeviceState.OFFLINE, "connection refused");

    assertThat(property("speed").actual().quality()).isEqualTo(Quality.UNCERTAIN);
    assertThat(property("speed").actual().reason())
        .isEqualTo("the device is offline: connection refused");
  }

  @Test
  void aClockThatJumpsBackDoesNotKeepANewerSampleOut() throws Exception {
    press("");
    twins.reportSamples(PRESS, List.of(good("speed", 1200L, 1)));
    Instant earlier = NOON.minus(Duration.ofDays(3));

    twins.reportSamples(PRESS, List.of(new Sample("speed", 1201L, Quality.GOOD, null, earlier, 2)));
    await(() -> status().contains("\"1201\""));
    restartWithoutDriver();

    assertThat(property("speed").actual().text()).isEqualTo("1201");
    assertThat(property("speed").actual().time()).isEqualTo(earlier);
  }

  @Test
  void theLastTimeOnlineIsBackAfterARestart() throws Exception {
    press("");
    twins.reportState(PRESS, DeviceState.ONLINE, null);
    await(() -> status().contains("lastOnlineTime"));

    restartWithoutDriver();

    DeviceCondition condition = twins.twin(PRESS).orElseThrow().condition();
    assertThat(condition.state()).isEqualTo(DeviceState.UNKNOWN);
    assertThat(condition.lastOnline()).isEqualTo(NOON);
  }

  @Test
  void aStateIsToldAgainWhenTheManifestAsksForIt() throws Exception {
    press(",\"stateReport\":{\"reportCycle\":1000}");
    twins.reportState(PRESS, DeviceState.ONLINE, null);
    String answer;
    do {
      answer = bus.next(TOPIC + "state/update/result");
    } while (!answer.contains("online"));

    assertThat(bus.next(TOPIC + "state/update/result")).contains("\"state\":\"online\"");
    assertThat(bus.next(TOPIC + "state/update/result")).contains("\"state\":\"online\"");
  }

  @Test
  void triesOfAWishAreCountedAndARepeatedFailureIsAnsweredOnce() throws Exception {
    press("");
    bus.send(TOPIC + "twin/update", wish("speed", "1300"));
    bus.next(TOPIC + "twin/update/result");

    Instant next = NOON.plusSeconds(4);
    twins.reportOutcomes(
        PRESS, List.of(new DesiredOutcome("speed", "1300", "exception 3", 1, NOON)));
    twins.reportOutcomes(
        PRESS, List.of(new DesiredOutcome("speed", "1300", "exception 3", 2, next)));

    assertThat(property("speed").attempt()).isEqualTo(new Attempt(2, "exception 3", next));
    assertThat(bus.next(TOPIC + "twin/update/result")).contains("exception 3");
    assertThat(bus.published(TOPIC + "twin/update/result")).isEmpty();
  }

  private DeviceTwins started(Duration keepDelay) {
    return new DeviceTwins(
        meta, bus, mappers, "edge-1", keepDelay, Clock.fixed(NOON, ZoneOffset.UTC));
  }

  private void restart(Duration keepDelay) throws Exception {
    twins.stop();
    bus = new RecordingBus();
    twins = started(keepDelay);
  }

  private void restartWithoutDriver() throws Exception {
    twins.stop();
    mappers.unbindMapper(mapper);
    bus = new RecordingBus();
    twins = started(SOON);
    bus.next(TOPIC + "state/update/result");
  }

  private void press(String more) throws InterruptedException {
    meta.apply(
        new Change.Put(
            ManifestTypes.key(
                ManifestTypes.DEVICE_MODEL, new NamespacedName("default", "press-model")),
            Owner.MANIFEST,
            MODEL));
    mappers.bindMapper(mapper);
    put("press", more);
    assertThat(mapper.next()).isEqualTo("register default/press");
  }

  private void put(String name, String more) {
    meta.apply(
        new Change.Put(
            new ResourceKey(ManifestTypes.DEVICE, "default", name),
            Owner.MANIFEST,
            DEVICE.formatted(more)));
  }

  private void delete() {
    meta.apply(new Change.Delete(ManifestTypes.key(ManifestTypes.DEVICE, PRESS), Owner.MANIFEST));
  }

  private PropertyView property(String name) {
    return twins.twin(PRESS).orElseThrow().property(name).orElseThrow();
  }

  private static ResourceKey statusKey() {
    return new ResourceKey(StatusStore.DEVICE_STATUS, "default", "press");
  }

  private String status() {
    return meta.get(statusKey())
        .map(Resource::status)
        .map(status -> JsonText.write(JsonText.read(status)))
        .orElse("");
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it takes too long").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static String wish(String property, String value) {
    return "{\"event_id\":\"e2\",\"twin\":{\"%s\":{\"expected\":{\"value\":\"%s\"}}}}"
        .formatted(property, value);
  }

  private static Sample good(String property, Object value, long sequence) {
    return new Sample(property, value, Quality.GOOD, null, NOON, sequence);
  }

  private static Sample bad(String property, String reason, long sequence) {
    return new Sample(property, null, Quality.BAD, reason, NOON, sequence);
  }
}
