package io.margay.deviceapi.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.DeviceProperty;
import io.margay.dmi.ModelProperty;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Sample;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells what the node knows without asking a device: models, and samples that it remembers. */
final class Memory {
  private static final int USUAL_LIMIT = 100;
  private static final int HIGHEST_LIMIT = 100_000;

  private final Served served;

  Memory(Served served) {
    this.served = served;
  }

  CompletionStage<Reply> model(NamespacedName device, Request request) {
    request.allowing();
    served.device(device);
    DeviceModel model = served.model(device);
    return CompletableFuture.completedFuture(Reply.of(json -> write(json, model)));
  }

  private static void write(JsonGenerator json, DeviceModel model) throws IOException {
    json.writeStringField("id", model.key().toString());
    json.writeStringField("name", model.key().name());
    json.writeStringField("namespace", model.key().namespace());
    json.writeArrayFieldStart("properties");
    for (ModelProperty property : model.properties()) {
      json.writeStartObject();
      json.writeStringField("name", property.name());
      json.writeStringField("dataType", property.type().name());
      json.writeStringField("description", property.description());
      json.writeStringField("accessMode", property.accessMode().toString());
      json.writeStringField("minimum", property.minimum());
      json.writeStringField("maximum", property.maximum());
      json.writeStringField("unit", property.unit());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** The newest samples of one property, or of each; written as they are taken, not collected. */
  CompletionStage<Reply> history(NamespacedName device, Request request) {
    request.allowing("property", "limit");
    int limit = request.number("limit", USUAL_LIMIT, HIGHEST_LIMIT);
    String wanted = request.parameters().get("property");
    List<String> properties =
        (wanted == null ? served.device(device) : served.withProperty(device, wanted))
            .properties().stream()
                .map(DeviceProperty::name)
                .filter(name -> wanted == null || name.equals(wanted))
                .toList();
    return CompletableFuture.completedFuture(
        Reply.of(
            json -> {
              json.writeArrayFieldStart("Data");
              for (String property : properties) {
                write(json, device, property, limit);
              }
              json.writeEndArray();
            }));
  }

  private void write(JsonGenerator json, NamespacedName device, String property, int limit)
      throws IOException {
    List<Sample> samples = served.access().history(device, property);
    for (Sample sample : samples.subList(Math.max(0, samples.size() - limit), samples.size())) {
      new Reading(device, served.type(device, property), sample).write(json);
    }
  }
}
