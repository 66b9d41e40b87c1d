package io.margay.push.redis.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.NamespacedName;
import io.margay.dmi.PropertyType;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.push.PushRecord;
import io.margay.push.PushSettings;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SetFormTest {

  @Test
  void theKeyHasTheNamespaceSoThatDevicesOfTwoNamespacesDoNotMeet() {
    assertThat(form(Map.of()).key(sent(Map.of()))).isEqualTo("default/press");
  }

  @Test
  void aMemberIsTheJsonOfASample() {
    assertThat(new String(form(Map.of()).member(sent(Map.of())), UTF_8))
        .isEqualTo(
            "{\"namespace\":\"default\",\"device\":\"press\",\"property\":\"speed\","
                + "\"type\":\"double\",\"value\":12.5,\"quality\":\"good\","
                + "\"time\":\"2026-11-27T06:00:00.123Z\",\"sequence\":42}");
  }

  @Test
  void kubeEdgesKeyAndTextAreThereForThoseWhoReadThem() {
    Map<String, Object> data = Map.of("legacyKey", true, "format", "legacy");

    assertThat(form(data).key(sent(data))).isEqualTo("press");
    assertThat(new String(form(data).member(sent(data)), UTF_8))
        .isEqualTo("TimeStamp: 1795759200123 PropertyName: speed data: 12.5");
  }

  private static SetForm form(Map<String, Object> data) {
    return SetForm.read(settings(data), problem -> {});
  }

  private static PushRecord sent(Map<String, Object> data) {
    return new PushRecord(
        settings(data),
        new NamespacedName("default", "press"),
        "speed",
        PropertyType.DOUBLE,
        new Sample(
            "speed", 12.5, Quality.GOOD, null, Instant.parse("2026-11-27T06:00:00.123Z"), 42));
  }

  private static PushSettings settings(Map<String, Object> data) {
    return new PushSettings("/m", data, name -> "");
  }
}
