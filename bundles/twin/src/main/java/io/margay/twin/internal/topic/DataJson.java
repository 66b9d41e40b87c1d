package io.margay.twin.internal.topic;

import com.fasterxml.jackson.core.JsonGenerator;
import io.margay.twin.internal.PropertyView;
import io.margay.twin.internal.Reading;
import io.margay.twin.internal.Reported;
import java.io.IOException;
import java.util.List;

/** The JSON of {@code data/update}: what a device reported, with all that is known about it. */
final class DataJson {
  private DataJson() {}

  static EventBody data(List<Reported> reported) {
    return json -> {
      json.writeObjectFieldStart("data");
      for (Reported report : reported) {
        PropertyView property = report.now();
        Reading reading = property.actual();
        if (reading != null) {
          json.writeObjectFieldStart(property.name());
          json.writeStringField("value", reading.text());
          writeMetadata(json, property, reading);
          json.writeEndObject();
        }
      }
      json.writeEndObject();
    };
  }

  private static void writeMetadata(JsonGenerator json, PropertyView property, Reading reading)
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
}
