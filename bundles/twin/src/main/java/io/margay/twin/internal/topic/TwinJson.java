package io.margay.twin.internal.topic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.margay.dmi.Quality;
import io.margay.twin.internal.DeviceCondition;
import io.margay.twin.internal.Expected;
import io.margay.twin.internal.PropertyView;
import io.margay.twin.internal.Reading;
import io.margay.twin.internal.TwinChange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes KubeEdge's JSON about twins: its keys in its order, and a few of ours beside them. */
final class TwinJson {
  private static final JsonFactory JSON = new JsonFactory();

  private final String eventId;
  private final Instant time;

  /** Messages that answer to one event at one time. */
  TwinJson(String eventId, Instant time) {
    this.eventId = eventId;
    this.time = time;
  }

  @FunctionalInterface
  private interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  /** {@code …/data/update}: what a device reported. */
  byte[] data(List<PropertyView> reported) {
    return message(
        json -> {
          json.writeObjectFieldStart("data");
          for (PropertyView property : reported) {
            Reading reading = property.actual();
            if (reading != null) {
              json.writeObjectFieldStart(property.name());
              json.writeStringField("value", reading.text());
              writeDataMetadata(json, property, reading);
              json.writeEndObject();
            }
          }
          json.writeEndObject();
        });
  }

  private static void writeDataMetadata(JsonGenerator json, PropertyView property, Reading reading)
      throws IOException {
    json.writeObjectFieldStart("metadata");
    json.writeNumberField("timestamp", reading.time().toEpochMilli());
    json.writeStringField("type", property.typeName());
    json.writeStringField("quality", reading.quality().name());
    if (reading.reason() != null) {
      json.writeStringField("reason", reading.reason());
    }
    if (!property.unit().isEmpty()) {
      json.writeStringField("unit", property.unit());
    }
    json.writeNumberField("sequence", reading.sequence());
    json.writeEndObject();
  }

  /** {@code …/twin/get/result}: all that is known of a twin. */
  byte[] twins(List<PropertyView> properties) {
    return message(json -> writeTwins(json, properties));
  }

  /** {@code …/twin/update/result}: what an update changed. */
  byte[] result(List<TwinChange> changes) {
    return message(
        json -> {
          json.writeObjectFieldStart("twin");
          for (TwinChange change : changes) {
            writeTwinOrNull(json, change.name(), change.current());
          }
          json.writeEndObject();
        });
  }

  /** {@code …/twin/update/document}: what was, and what is. */
  byte[] document(List<TwinChange> changes) {
    return message(
        json -> {
          json.writeObjectFieldStart("twin");
          for (TwinChange change : changes) {
            json.writeObjectFieldStart(change.name());
            writeTwinOrNull(json, "last", change.last());
            writeTwinOrNull(json, "current", change.current());
            json.writeEndObject();
          }
          json.writeEndObject();
        });
  }

  /** {@code …/twin/update/delta}: what is not as it should be. */
  byte[] delta(List<PropertyView> differing) {
    return message(
        json -> {
          writeTwins(json, differing);
          json.writeObjectFieldStart("delta");
          for (PropertyView property : differing) {
            if (property.expected() != null) {
              json.writeStringField(property.name(), property.expected().value());
            }
          }
          json.writeEndObject();
        });
  }

  /** {@code …/state/update/result}: how a device is. */
  byte[] state(String name, DeviceCondition condition) {
    return message(
        json -> {
          json.writeObjectFieldStart("device");
          json.writeStringField("name", name);
          json.writeStringField("state", condition.state().toString());
          if (condition.lastOnline() != null) {
            json.writeStringField(
                "lastOnlineTime",
                condition.lastOnline().truncatedTo(ChronoUnit.SECONDS).toString());
          }
          json.writeEndObject();
        });
  }

  /** Any {@code …/result}: why something was not done. */
  byte[] error(int code, String reason) {
    return message(
        json -> {
          json.writeNumberField("code", code);
          json.writeStringField("reason", reason);
        });
  }

  private static void writeTwins(JsonGenerator json, List<PropertyView> properties)
      throws IOException {
    json.writeObjectFieldStart("twin");
    for (PropertyView property : properties) {
      writeTwinOrNull(json, property.name(), property);
    }
    json.writeEndObject();
  }

  private static void writeTwinOrNull(
      JsonGenerator json, String field, @Nullable PropertyView property) throws IOException {
    if (property == null) {
      json.writeNullField(field);
      return;
    }
    json.writeObjectFieldStart(field);
    Expected expected = property.expected();
    if (expected != null) {
      writeSide(json, "expected", expected.value(), expected.since(), Quality.GOOD);
    }
    Reading actual = property.actual();
    if (actual != null) {
      writeSide(json, "actual", actual.text(), actual.time(), actual.quality());
    }
    json.writeBooleanField("optional", property.optional());
    json.writeObjectFieldStart("metadata");
    json.writeStringField("type", property.typeName());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeSide(
      JsonGenerator json, String side, String value, Instant time, Quality quality)
      throws IOException {
    json.writeObjectFieldStart(side);
    json.writeStringField("value", value);
    json.writeObjectFieldStart("metadata");
    json.writeNumberField("timestamp", time.toEpochMilli());
    if (quality != Quality.GOOD) {
      json.writeStringField("quality", quality.name());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private byte[] message(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("event_id", eventId);
      json.writeNumberField("timestamp", time.toEpochMilli());
      body.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
