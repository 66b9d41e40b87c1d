package io.margay.push.otel.internal;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.margay.dmi.NamespacedName;
import io.margay.push.LegacyText;
import io.margay.push.PushRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An {@code ExportMetricsServiceRequest} in OTLP's JSON encoding: a resource for each device, a
 * gauge for each property, a data point for each sample.
 *
 * <ul>
 *   <li>Numbers are numbers; truth values are 0 and 1.
 *   <li>A text is the attribute {@code value} of a point of 1, as metrics have no texts.
 *   <li>A bad sample is a point without a value, flagged as such.
 * </ul>
 */
final class ExportRequest {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int NO_RECORDED_VALUE = 1;
  private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);

  private final JsonGenerator json;

  private ExportRequest(JsonGenerator json) {
    this.json = json;
  }

  static byte[] of(List<PushRecord> batch) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      new ExportRequest(json).write(batch);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory takes everything
    }
    return out.toByteArray();
  }

  private record Gauge(String name, String unit) {}

  private void write(List<PushRecord> batch) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("resourceMetrics");
    Map<NamespacedName, List<PushRecord>> devices =
        batch.stream().collect(groupingBy(PushRecord::device, LinkedHashMap::new, toList()));
    for (Map.Entry<NamespacedName, List<PushRecord>> device : devices.entrySet()) {
      writeDevice(device.getKey(), device.getValue());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeDevice(NamespacedName device, List<PushRecord> batch) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("resource");
    json.writeArrayFieldStart("attributes");
    writeAttribute("service.name", "margay");
    writeAttribute("device.namespace", device.namespace());
    writeAttribute("device.name", device.name());
    json.writeEndArray();
    json.writeEndObject();
    json.writeArrayFieldStart("scopeMetrics");
    json.writeStartObject();
    json.writeObjectFieldStart("scope");
    json.writeStringField("name", "io.margay.push");
    json.writeEndObject();
    json.writeArrayFieldStart("metrics");
    Map<Gauge, List<PushRecord>> gauges =
        batch.stream()
            .collect(
                groupingBy(
                    sent -> new Gauge(sent.property(), sent.unit()), LinkedHashMap::new, toList()));
    for (Map.Entry<Gauge, List<PushRecord>> gauge : gauges.entrySet()) {
      writeGauge(gauge.getKey(), gauge.getValue());
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeGauge(Gauge gauge, List<PushRecord> points) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", gauge.name());
    if (!gauge.unit().isEmpty()) {
      json.writeStringField("unit", gauge.unit());
    }
    json.writeObjectFieldStart("gauge");
    json.writeArrayFieldStart("dataPoints");
    for (PushRecord point : points) {
      writePoint(point);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private void writePoint(PushRecord sent) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("attributes");
    writeAttribute("quality", sent.sample().quality().name().toLowerCase(Locale.ROOT));
    Object value = sent.sample().value();
    if (value instanceof String || value instanceof byte[]) {
      writeAttribute("value", LegacyText.value(sent));
    }
    json.writeEndArray();
    json.writeStringField("timeUnixNano", nanos(sent.sample().time()));
    writeValue(value);
    json.writeEndObject();
  }

  private void writeValue(@Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNumberField("flags", NO_RECORDED_VALUE);
    } else if (value instanceof Long number) {
      json.writeStringField("asInt", number.toString());
    } else if (value instanceof Boolean truth) {
      json.writeStringField("asInt", truth ? "1" : "0");
    } else if (value instanceof Number number) {
      writeDouble(number.doubleValue());
    } else {
      json.writeStringField("asInt", "1");
    }
  }

  /** As protobuf's JSON has it: what is no number in JSON is a text. */
  private void writeDouble(double number) throws IOException {
    if (Double.isFinite(number)) {
      json.writeNumberField("asDouble", number);
    } else {
      json.writeStringField("asDouble", Double.toString(number));
    }
  }

  private void writeAttribute(String key, String text) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", key);
    json.writeObjectFieldStart("value");
    json.writeStringField("stringValue", text);
    json.writeEndObject();
    json.writeEndObject();
  }

  private static String nanos(Instant time) {
    return BigInteger.valueOf(time.getEpochSecond())
        .multiply(NANOS)
        .add(BigInteger.valueOf(time.getNano()))
        .toString();
  }
}
