package io.margay.push.influxdb2.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.push.PushException;
import io.margay.push.PushSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InfluxSinkTest {
  private static final Map<String, Object> CLIENT =
      Map.of("url", "http://10.0.0.1:8086/", "org", "plant", "bucket", "press");

  private final InfluxSink sink = new InfluxSink();

  @Test
  void kubeEdgesSettingsAreEnough() {
    assertThat(
            sink.validate(
                settings(
                    Map.of(
                        "influxdb2ClientConfig",
                        CLIENT,
                        "influxdb2DataConfig",
                        Map.of(
                            "measurement", "stat",
                            "tag", Map.of("unit", "temperature"),
                            "fieldKey", "beta1test")))))
        .isEmpty();
  }

  @Test
  void mistakesAreToldWithTheirPlaces() {
    PushSettings wrong =
        settings(
            Map.of(
                "format",
                "xml",
                "influxdb2ClientConfig",
                Map.of("url", "10.0.0.1:8086", "org", "plant", "token", "t0ken"),
                "influxdb2DataConfig",
                Map.of("measurement", "#m", "tag", Map.of("time", "now"), "fieldKey", "a\\b")));

    assertThat(sink.validate(wrong))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "/m/influxdb2ClientConfig/url",
            "/m/influxdb2ClientConfig/bucket",
            "/m/influxdb2ClientConfig/token",
            "/m/format",
            "/m/influxdb2DataConfig/measurement",
            "/m/influxdb2DataConfig/tag/time",
            "/m/influxdb2DataConfig/fieldKey");
  }

  @Test
  void anAddressMayNotHoldAPassword() {
    assertThat(
            sink.validate(
                settings(
                    Map.of(
                        "influxdb2ClientConfig",
                        Map.of("url", "http://me:pw@h:8086", "org", "o", "bucket", "b")))))
        .hasSize(1);
  }

  @Test
  void theTargetIsTheBucket() {
    assertThat(sink.target(settings(Map.of("influxdb2ClientConfig", CLIENT))))
        .isEqualTo("http://10.0.0.1:8086 bucket plant/press");
  }

  @Test
  void aTokenThatNoHeaderCanHoldIsRefusedWithoutBeingShown() {
    PushSettings settings =
        new PushSettings("/m", Map.of("influxdb2ClientConfig", CLIENT), name -> "se\ncret");

    assertThatThrownBy(() -> sink.open(settings, Deadline.in(Duration.ofSeconds(1))))
        .isInstanceOf(PushException.class)
        .hasMessageContaining("influxdb2-token")
        .hasMessageNotContaining("cret\"");
  }

  private static PushSettings settings(Map<String, Object> data) {
    return new PushSettings(
        "/m",
        data,
        name -> {
          throw new AssertionError("nobody reads " + name);
        });
  }
}
