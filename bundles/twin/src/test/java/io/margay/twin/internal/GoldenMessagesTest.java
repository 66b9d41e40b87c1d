package io.margay.twin.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.meta.Change;
import io.margay.meta.Owner;
import io.margay.meta.ResourceKey;
import io.margay.twin.internal.manifest.ManifestTypes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * KubeEdge's literal messages, sent and expected on its topics. The device has no driver: the
 * program that sends them is its mapper.
 */
class GoldenMessagesTest {
  private static final String DEVICE = "$hw/events/device/default/beta1-device/";
  private static final String MEMBERSHIP = "$hw/events/node/edge-1/membership/";
  private static final Instant NOW = Instant.parse("2026-08-06T10:00:41Z");

  private final GoldenMessages golden = new GoldenMessages();
  private final MemoryMeta meta = new MemoryMeta();
  private final RecordingBus bus = new RecordingBus();
  private final DeviceTwins twins =
      new DeviceTwins(
          meta,
          bus,
          new Mappers(),
          "edge-1",
          Duration.ofSeconds(5),
          Clock.fixed(NOW, ZoneOffset.UTC));

  @BeforeEach
  void aDevice() throws Exception {
    put("{\"spec\":{\"deviceModelRef\":{\"name\":\"m\"}}}");
    expect(MEMBERSHIP + "updated", golden.line("`$hw/events/node/edge-1/membership/updated`"));
    assertThat(bus.next(DEVICE + "state/update/result")).contains("\"state\":\"unknown\"");
  }

  @AfterEach
  void stop() throws Exception {
    twins.stop();
  }

  @Test
  void aReportIsAnsweredAndDocumented() throws Exception {
    send("twin/update");

    expect(DEVICE + "twin/update/result", golden.line("`.../twin/update/result`"));
    expect(DEVICE + "twin/update/document", golden.line("`.../twin/update/document`"));
    assertThat(bus.waiting()).isEmpty();
  }

  @Test
  void aWishThatIsNotSoIsADelta() throws Exception {
    send("twin/update");

    bus.send(DEVICE + "twin/update", golden.line("set expected from the edge"));

    expect(DEVICE + "twin/update/delta", golden.line("`.../twin/update/delta`"));
  }

  @Test
  void anOptionalTwinIsDeletedByNull() throws Exception {
    send("twin/update");

    bus.send(DEVICE + "twin/update", golden.line("delete an optional twin"));

    bus.next(DEVICE + "twin/update/result");
    expect(
        DEVICE + "twin/update/result",
        "{\"event_id\":\"e3\",\"timestamp\":1786000040005,\"twin\":{\"temp\":null}}");
    bus.send(DEVICE + "twin/get", golden.request(DEVICE + "twin/get"));
    expect(DEVICE + "twin/get/result", "{\"event_id\":\"e4\",\"timestamp\":1,\"twin\":{}}");
  }

  @Test
  void anUnknownDeviceIsAnsweredWithCodeAndReason() throws Exception {
    String nobody = "$hw/events/device/default/nobody/twin/update";

    bus.send(nobody, golden.request(DEVICE + "twin/update"));

    expect(nobody + "/result", golden.line("error:"));
  }

  @Test
  void aTwinIsGot() throws Exception {
    send("twin/update");

    send("twin/get");

    expect(DEVICE + "twin/get/result", golden.line("`.../twin/get/result`"));
  }

  @Test
  void aStateIsAnsweredWithTheDevice() throws Exception {
    send("state/update");

    String answer = bus.next(DEVICE + "state/update/result");

    assertThat(GoldenMessages.tree(answer).get("event_id").asText())
        .as("KubeEdge makes up an id here; ours is the program's own")
        .isEqualTo("e5");
    assertThat(GoldenMessages.shape(answer.replace("\"e5\"", "\"<uuid>\"")))
        .isEqualTo(GoldenMessages.shape(golden.line("`.../state/update/result`")));
    assertThat(answer).contains("\"lastOnlineTime\":\"2026-08-06T10:00:41Z\"");
  }

  @Test
  void theMembersOfTheNodeAreGot() throws Exception {
    send("state/update");
    bus.next(DEVICE + "state/update/result");

    bus.send(MEMBERSHIP + "get", golden.request(MEMBERSHIP + "get"));

    expect(
        MEMBERSHIP + "get/result", golden.line("`$hw/events/node/edge-1/membership/get/result`"));
  }

  @Test
  void anotherDescriptionIsToldWithTheAttributes() throws Exception {
    put(
        "{\"metadata\":{\"labels\":{\"a\":\"v\"}},"
            + "\"spec\":{\"deviceModelRef\":{\"name\":\"m\"}}}");

    expect(DEVICE + "updated", golden.line("`$hw/events/device/<ns>/<dev>/updated`"));
  }

  private void put(String content) {
    meta.apply(
        new Change.Put(
            new ResourceKey(ManifestTypes.DEVICE, "default", "beta1-device"),
            Owner.MANIFEST,
            content));
  }

  private void send(String what) {
    bus.send(DEVICE + what, golden.request(DEVICE + what));
  }

  private void expect(String topic, String message) throws InterruptedException {
    assertThat(GoldenMessages.shape(bus.next(topic))).isEqualTo(GoldenMessages.shape(message));
  }
}
