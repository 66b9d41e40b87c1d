package io.margay.push.otel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import io.margay.dmi.PropertyType;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.push.PushRecord;
import io.margay.push.PushSettings;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExportRequestTest {
  private static final PushSettings SETTINGS =
      new PushSettings("/spec/properties/0/pushMethod/otel", Map.of(), name -> "");
  private static final Instant TIME = Instant.parse("2026-11-27T12:00:00.000000001Z");

  private static PushRecord good(String device, String property, PropertyType type, Object value) {
    return record(device, type, new Sample(property, value, Quality.GOOD, null, TIME, 1));
  }

  private static PushRecord record(String device, PropertyType type, Sample sample) {
    return new PushRecord(
        SETTINGS, new NamespacedName("default", device), sample.property(), type, sample, "rpm");
  }

  private static JsonNode request(PushRecord... batch) throws IOException {
    return new ObjectMapper().readTree(ExportRequest.of(List.of(batch)));
  }

  private static JsonNode point(JsonNode request) {
    return request.at("/resourceMetrics/0/scopeMetrics/0/metrics/0/gauge/dataPoints/0");
  }

  @Test
  void devicesAreResourcesPropertiesGaugesAndSamplesPoints() throws IOException {
    JsonNode request =
        request(
            good("a", "x", PropertyType.INT, 1L),
            good("b", "x", PropertyType.INT, 2L),
            good("a", "y", PropertyType.INT, 3L),
            good("a", "x", PropertyType.INT, 4L));

    assertThat(request.at("/resourceMetrics")).hasSize(2);
    assertThat(request.at("/resourceMetrics/0/resource/attributes/2/value/stringValue").asText())
        .isEqualTo("a");
    JsonNode metrics = request.at("/resourceMetrics/0/scopeMetrics/0/metrics");
    assertThat(metrics).hasSize(2);
    assertThat(metrics.at("/0/name").asText()).isEqualTo("x");
    assertThat(metrics.at("/0/unit").asText()).isEqualTo("rpm");
    assertThat(metrics.at("/0/gauge/dataPoints")).hasSize(2);
    assertThat(metrics.at("/0/gauge/dataPoints/1/asInt").asText()).isEqualTo("4");
  }

  @Test
  void sixtyFourBitNumbersAreTextsAsProtobufsJsonHasThem() throws IOException {
    JsonNode point = point(request(good("a", "x", PropertyType.INT, Long.MAX_VALUE)));

    assertThat(point.get("asInt").isTextual()).isTrue();
    assertThat(point.get("asInt").asText()).isEqualTo("9223372036854775807");
    assertThat(point.get("timeUnixNano").asText()).isEqualTo("1795780800000000001");
  }

  @Test
  void otherValuesHaveAPlaceToo() throws IOException {
    JsonNode truth = point(request(good("a", "x", PropertyType.BOOLEAN, true)));
    JsonNode number = point(request(good("a", "x", PropertyType.DOUBLE, 0.5)));
    JsonNode text = point(request(good("a", "x", PropertyType.STRING, "stopped")));
    JsonNode bad =
        point(
            request(
                record(
                    "a",
                    PropertyType.INT,
                    new Sample("x", null, Quality.BAD, "timeout", TIME, 1))));

    assertThat(truth.get("asInt").asText()).isEqualTo("1");
    assertThat(number.get("asDouble").asDouble()).isEqualTo(0.5);
    assertThat(text.at("/attributes/1/value/stringValue").asText()).isEqualTo("stopped");
    assertThat(bad.get("flags").asInt()).isEqualTo(1);
    assertThat(bad.has("asInt")).isFalse();
  }

  @Test
  void theCollectorsPathIsOpenTelemetrysOwnUnlessAnotherIsGiven() {
    OtelSink sink = new OtelSink();

    assertThat(sink.target(endpoint("http://h:4318"))).isEqualTo("http://h:4318/v1/metrics");
    assertThat(sink.target(endpoint("https://h/otlp"))).isEqualTo("https://h/otlp");
    assertThat(sink.validate(endpoint("h:4318")))
        .extracting(Problem::path)
        .containsExactly("/spec/properties/0/pushMethod/otel/endpointURL");
  }

  private static PushSettings endpoint(String url) {
    return new PushSettings(
        "/spec/properties/0/pushMethod/otel", Map.of("endpointURL", url), name -> "");
  }
}
