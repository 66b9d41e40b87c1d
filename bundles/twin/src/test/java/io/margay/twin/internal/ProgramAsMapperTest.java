package io.margay.twin.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.DeviceState;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Quality;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Devices that no driver serves: a program on MQTT does what a mapper would do. */
class ProgramAsMapperTest {
  private static final NamespacedName LED = new NamespacedName("default", "led");
  private static final String TOPIC = "$hw/events/device/default/led/";

  private final TwinBench bench = new TwinBench();

  @BeforeEach
  void aLed() throws Exception {
    bench.putModel("led-model", "{\"name\":\"power\",\"type\":\"STRING\"}");
    bench.putDevice(LED, "led-model", "{\"name\":\"power\"}");
    bench.bus.next(TOPIC + "state/update/result");
  }

  @AfterEach
  void stop() throws Exception {
    bench.close();
  }

  @Test
  void itsWordAboutTheStateStandsWhateverElseIsLookedAt() throws Exception {
    bench.bus.send(TOPIC + "state/update", "{\"state\":\"ONLINE\"}");

    wish("ON");
    bench.putDevice(LED, "led-model", "{\"name\":\"power\",\"desired\":{\"value\":\"OFF\"}}");
    bench.bus.next(TOPIC + "updated");
    settle();

    assertThat(condition().state()).isEqualTo(DeviceState.ONLINE);
    assertThat(condition().lastOnline()).isEqualTo(TwinBench.NOON);
  }

  @Test
  void itsWordIsWorthNothingOnceADriverHasTheDevice() throws Exception {
    bench.bus.send(TOPIC + "state/update", "{\"state\":\"online\"}");
    RecordingMapper mapper = new RecordingMapper("none");
    bench.mappers.bindMapper(mapper);
    assertThat(mapper.next()).isEqualTo("register default/led");
    settle();

    bench.mappers.unbindMapper(mapper);
    settle();

    assertThat(condition().state()).isEqualTo(DeviceState.UNKNOWN);
    assertThat(condition().reason()).isEqualTo("waits for a driver of protocol none");
  }

  @Test
  void itsValuesAreGood() throws Exception {
    report("ON");
    settle();

    assertThat(power().actual().quality()).isEqualTo(Quality.GOOD);
  }

  @Test
  void aWishIsADeltaUntilItReportsTheValue() throws Exception {
    wish("ON");
    assertThat(bench.bus.next(TOPIC + "twin/update/delta"))
        .contains("\"delta\":{\"power\":\"ON\"}");

    report("OFF");
    assertThat(bench.bus.next(TOPIC + "twin/update/delta"))
        .contains("\"delta\":{\"power\":\"ON\"}");
    report("ON");
    bench.bus.next(TOPIC + "twin/update/document");
    settle();

    assertThat(bench.bus.waiting()).isEmpty();
    assertThat(power().differs()).isFalse();
  }

  @Test
  void whoeverWaitsForAWishIsToldWhenItReportsTheValue() throws Exception {
    CompletableFuture<DesiredOutcome> outcome = bench.twins.outcome(LED, "power", "ON");
    wish("ON");

    report("ON");

    assertThat(outcome.get(5, TimeUnit.SECONDS).failure()).isNull();
  }

  @Test
  void aSideOnItsOwnIsAllThatAResultRepeats() throws Exception {
    wish("ON");

    bench.bus.next(TOPIC + "twin/update/result");
    report("OFF");

    assertThat(bench.bus.next(TOPIC + "twin/update/result"))
        .contains("\"actual\":{\"value\":\"OFF\"")
        .doesNotContain("expected");
  }

  @Test
  void eachSideCountsItsChanges() throws Exception {
    wish("ON");
    report("OFF");
    report("ON");

    assertThat(power().expectedVersion()).isEqualTo(new TwinVersion(0, 1));
    assertThat(power().actualVersion()).isEqualTo(new TwinVersion(0, 2));
  }

  @Test
  void aDeviceThatGoesIsToldToWhoeverWatchesTheNode() throws Exception {
    bench.removeDevice(LED);

    assertThat(bench.bus.next("$hw/events/node/edge-1/membership/updated"))
        .contains(
            "\"added_devices\":null,"
                + "\"removed_devices\":[{\"id\":\"default/led\",\"name\":\"led\"}]");
  }

  private void wish(String value) {
    send("expected", value);
  }

  private void report(String value) {
    send("actual", value);
  }

  private void send(String side, String value) {
    bench.bus.send(
        TOPIC + "twin/update",
        "{\"event_id\":\"e\",\"twin\":{\"power\":{\""
            + side
            + "\":{\"value\":\""
            + value
            + "\"}}}}");
  }

  /** Waits until all that was to be looked at has been looked at: a later device is. */
  private void settle() throws InterruptedException {
    NamespacedName later = new NamespacedName("later", "device" + System.nanoTime());
    bench.putDevice(later, "led-model", "");
    bench.bus.next("$hw/events/device/" + later + "/state/update/result");
  }

  private DeviceCondition condition() {
    return bench.twins.twin(LED).orElseThrow().condition();
  }

  private PropertyView power() {
    return bench.twins.get(LED).orElseThrow().get(0);
  }
}
