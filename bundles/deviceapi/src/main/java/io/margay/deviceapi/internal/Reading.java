package io.margay.deviceapi.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.PropertyType;
import io.margay.dmi.Sample;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A sample in the form of KubeEdge's {@code DataModel}, with what that form has no place for. */
record Reading(NamespacedName device, @Nullable PropertyType type, Sample sample) {

  void write(JsonGenerator json) throws IOException {
    Object value = sample.value();
    json.writeStartObject();
    json.writeStringField("DeviceName", device.name());
    json.writeStringField("PropertyName", sample.property());
    json.writeStringField("Namespace", device.namespace());
    json.writeStringField("Value", value == null ? "" : ValueText.of(value, type));
    json.writeStringField("Type", type == null ? "" : type.name());
    json.writeNumberField("TimeStamp", sample.time().toEpochMilli());
    json.writeFieldName("TypedValue");
    JsonValue.write(json, value);
    json.writeStringField("Quality", sample.quality().name());
    if (sample.reason() != null) {
      json.writeStringField("Reason", sample.reason());
    }
    json.writeNumberField("Sequence", sample.sequence());
    json.writeEndObject();
  }
}
