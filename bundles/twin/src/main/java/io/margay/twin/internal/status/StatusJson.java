package io.margay.twin.internal.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.margay.dmi.Quality;
import io.margay.meta.JsonText;
import io.margay.twin.internal.DeviceCondition;
import io.margay.twin.internal.Expected;
import io.margay.twin.internal.PropertyView;
import io.margay.twin.internal.Reading;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads {@code status} of {@code devices.kubeedge.io/v1beta1 DeviceStatus}, in the shape
 * of KubeEdge's CRD (devices_v1beta1_devicestatus.yaml): all values and metadata are texts.
 *
 * <p>What the CRD has no field for stands where it leaves room: quality, reason and sequence in the
 * {@code metadata} of a reported value, reason and age of the state in {@code extensions}.
 */
final class StatusJson {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String NOT_READ_YET = "not read since the node started";

  private StatusJson() {}

  static String write(TwinSnapshot twin) {
    StringWriter text = new StringWriter(256 + 192 * twin.properties().size());
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("twins");
      for (PropertyView property : twin.properties()) {
        write(json, property, twin.served());
      }
      json.writeEndArray();
      write(json, twin.condition());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, PropertyView property, boolean served)
      throws IOException {
    Reading reading = property.actual();
    Expected expected = served ? property.expected() : null;
    if (reading == null && expected == null && !property.madeUp()) {
      return;
    }
    json.writeStartObject();
    json.writeStringField("propertyName", property.name());
    if (reading != null || property.madeUp()) {
      writeReported(json, property, reading);
    }
    if (expected != null) {
      json.writeObjectFieldStart("observedDesired");
      json.writeStringField("value", expected.value());
      json.writeObjectFieldStart("metadata");
      writeCommon(json, expected.since(), property.typeName());
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void writeReported(
      JsonGenerator json, PropertyView property, @Nullable Reading reading) throws IOException {
    json.writeObjectFieldStart("reported");
    json.writeStringField("value", reading == null ? "" : reading.text());
    json.writeObjectFieldStart("metadata");
    writeCommon(json, reading == null ? null : reading.time(), property.typeName());
    if (reading != null) {
      writeTrust(json, reading);
    }
    if (property.madeUp()) {
      json.writeStringField("optional", Boolean.toString(property.optional()));
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeCommon(JsonGenerator json, @Nullable Instant time, String type)
      throws IOException {
    if (time != null) {
      json.writeStringField("timestamp", Long.toString(time.toEpochMilli()));
    }
    json.writeStringField("type", type);
  }

  private static void writeTrust(JsonGenerator json, Reading reading) throws IOException {
    json.writeStringField("quality", reading.quality().name());
    if (reading.reason() != null) {
      json.writeStringField("reason", reading.reason());
    }
    json.writeStringField("sequence", Long.toString(reading.sequence()));
  }

  private static void write(JsonGenerator json, DeviceCondition condition) throws IOException {
    json.writeStringField("state", condition.state().toString());
    if (condition.lastOnline() != null) {
      json.writeStringField(
          "lastOnlineTime", condition.lastOnline().truncatedTo(ChronoUnit.SECONDS).toString());
    }
    json.writeObjectFieldStart("extensions");
    json.writeObjectFieldStart("margay");
    json.writeStringField(
        "stateSince", condition.since().truncatedTo(ChronoUnit.SECONDS).toString());
    if (condition.reason() != null) {
      json.writeStringField("stateReason", condition.reason());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  /** Reads what is kept of a device; what does not make sense is left out. */
  static KeptStatus read(String text) {
    Map<String, Object> status = JsonText.read(text);
    Map<String, KeptProperty> properties = new LinkedHashMap<>();
    Map<Instant, Instant> times = new HashMap<>();
    if (status.get("twins") instanceof List<?> twins) {
      for (Object twin : twins) {
        Map<?, ?> fields = object(twin);
        if (fields.get("propertyName") instanceof String name
            && fields.get("reported") instanceof Map<?, ?> reported) {
          properties.put(name, property(reported, times));
        }
      }
    }
    return new KeptStatus(time(status.get("lastOnlineTime")), properties);
  }

  /**
   * @param times those of the device so far, so that values of one moment share one object
   */
  private static KeptProperty property(Map<?, ?> reported, Map<Instant, Instant> times) {
    Map<?, ?> metadata = object(reported.get("metadata"));
    return new KeptProperty(
        reading(reported, metadata, times),
        metadata.containsKey("optional"),
        "true".equals(metadata.get("optional")),
        metadata.get("type") instanceof String type ? type : "string");
  }

  /** The reading of then, which is doubtful now however good it was. */
  private static @Nullable Reading reading(
      Map<?, ?> reported, Map<?, ?> metadata, Map<Instant, Instant> times) {
    if (!metadata.containsKey("timestamp")) {
      return null;
    }
    String value = reported.get("value") instanceof String text ? text : "";
    Instant read = Instant.ofEpochMilli(number(metadata.get("timestamp")));
    Instant time = times.computeIfAbsent(read, same -> same);
    long sequence = number(metadata.get("sequence"));
    if ("BAD".equals(metadata.get("quality"))) {
      return new Reading(
          value.isEmpty() ? null : value,
          null,
          Quality.BAD,
          String.valueOf(metadata.get("reason")),
          time,
          sequence);
    }
    return new Reading(value, null, Quality.UNCERTAIN, NOT_READ_YET, time, sequence);
  }

  private static long number(@Nullable Object value) {
    try {
      return Long.parseLong(String.valueOf(value));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static @Nullable Instant time(@Nullable Object value) {
    try {
      return value == null ? null : Instant.parse(value.toString());
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Map<?, ?> object(@Nullable Object value) {
    return value instanceof Map<?, ?> object ? object : Map.of();
  }
}
