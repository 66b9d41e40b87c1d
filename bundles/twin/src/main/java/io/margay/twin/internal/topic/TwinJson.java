package io.margay.twin.internal.topic;

import com.fasterxml.jackson.core.JsonGenerator;
import io.margay.dmi.Quality;
import io.margay.twin.internal.Expected;
import io.margay.twin.internal.PropertyUpdate;
import io.margay.twin.internal.PropertyView;
import io.margay.twin.internal.Reading;
import io.margay.twin.internal.Reported;
import io.margay.twin.internal.TwinChange;
import io.margay.twin.internal.TwinUpdate;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** KubeEdge's JSON about twins: its keys in its order, and {@code quality} where it is not good. */
final class TwinJson {
  private TwinJson() {}

  /** {@code twin/get/result}: all that is known of a twin. */
  static EventBody twins(List<PropertyView> properties) {
    return json -> writeTwins(json, properties);
  }

  /** {@code twin/update/result}: what an update changed, and of that only what it asked for. */
  static EventBody result(TwinUpdate update, List<TwinChange> changes) {
    return json -> {
      json.writeObjectFieldStart("twin");
      for (TwinChange change : changes) {
        writeTwinOrNull(json, change.name(), asked(update, change));
      }
      json.writeEndObject();
    };
  }

  private static @Nullable PropertyView asked(TwinUpdate update, TwinChange change) {
    Optional<PropertyUpdate> asked =
        update.properties().getOrDefault(change.name(), Optional.empty());
    return change.current() == null || asked.isEmpty()
        ? null
        : change.current().asAnswerTo(asked.get());
  }

  /** {@code twin/update/document}: what was, and what is. */
  static EventBody document(List<TwinChange> changes) {
    return json -> {
      json.writeObjectFieldStart("twin");
      for (TwinChange change : changes) {
        json.writeObjectFieldStart(change.name());
        writeTwinOrNull(json, "last", change.last());
        writeTwinOrNull(json, "current", change.current());
        json.writeEndObject();
      }
      json.writeEndObject();
    };
  }

  /** {@code twin/update/document}: what a mapper reported; put together only if it is read. */
  static EventBody reported(List<Reported> changes) {
    return json -> document(changes.stream().map(Reported::asChange).toList()).write(json);
  }

  /**
   * {@code twin/update/delta}: what is not as it should be.
   *
   * @param wished the properties for which somebody wishes something
   */
  static EventBody delta(List<PropertyView> wished) {
    return json -> {
      writeTwins(json, wished);
      json.writeObjectFieldStart("delta");
      for (PropertyView property : wished) {
        if (property.differs() && property.expected() != null) {
          json.writeStringField(property.name(), property.expected().value());
        }
      }
      json.writeEndObject();
    };
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
}
