package io.margay.deviceapi.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.margay.dmi.Device;
import io.margay.dmi.DeviceMethod;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.PropertyType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lists and calls the methods of a device; also by KubeEdge's GET if that is allowed. */
final class Methods {
  private final Served served;
  private final boolean legacyWrites;

  Methods(Served served, boolean legacyWrites) {
    this.served = served;
    this.legacyWrites = legacyWrites;
  }

  CompletionStage<Reply> list(NamespacedName name, Request request) {
    request.allowing();
    Device device = served.device(name);
    return CompletableFuture.completedFuture(
        Reply.of(
            json -> {
              json.writeObjectFieldStart("Data");
              json.writeArrayFieldStart("Methods");
              for (DeviceMethod method : device.methods()) {
                writeMethod(json, name, method);
              }
              json.writeEndArray();
              json.writeEndObject();
            }));
  }

  private void writeMethod(JsonGenerator json, NamespacedName device, DeviceMethod method)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("Name", method.name());
    json.writeStringField(
        "Path", path(device, method.name()) + (legacyWrites ? "/{propertyName}/{data}" : ""));
    json.writeStringField("Description", method.description());
    json.writeArrayFieldStart("Parameters");
    for (String property : method.propertyNames()) {
      PropertyType type = served.type(device, property);
      json.writeStartObject();
      json.writeStringField("PropertyName", property);
      json.writeStringField("ValueType", type == null ? "" : type.name().toLowerCase(Locale.ROOT));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  CompletionStage<Reply> call(NamespacedName device, String method, Request request) {
    request.allowing();
    known(device, method);
    request.onlyField("arguments");
    Map<String, Object> arguments = arguments(request);
    return served
        .access()
        .call(device, method, arguments)
        .thenApply(result -> called(device, method, result));
  }

  private static Reply called(NamespacedName device, String method, Map<String, Object> result) {
    return Reply.of(
        json -> {
          json.writeStringField("Message", "called %s of device %s".formatted(method, device));
          json.writeObjectFieldStart("Data");
          json.writeStringField("DeviceName", device.name());
          json.writeStringField("MethodName", method);
          json.writeStringField("Namespace", device.namespace());
          json.writeFieldName("Result");
          JsonValue.write(json, result);
          json.writeEndObject();
        });
  }

  private static Map<String, Object> arguments(Request request) {
    Object given = request.body().get("arguments");
    if (given == null && !request.body().containsKey("arguments")) {
      return Map.of();
    }
    if (!(given instanceof Map<?, ?> map)) {
      throw new ApiException(
          400, "arguments: expected an object, as in {\"arguments\":{\"speed\":900}}");
    }
    Map<String, Object> arguments = new LinkedHashMap<>();
    map.forEach(
        (name, value) -> {
          if (value == null) {
            throw new ApiException(
                400,
                "arguments.%s: found null, expected a value"
                    .formatted(Shown.text(String.valueOf(name))));
          }
          arguments.put(String.valueOf(name), value);
        });
    return arguments;
  }

  /** KubeEdge's way to write one property of a method: a GET. */
  CompletionStage<Reply> write(
      NamespacedName device, String method, String property, String data, Request request) {
    if (!legacyWrites) {
      throw ApiException.wrongMethod(
          "a GET does not write here; use POST %s with {\"arguments\":{%s:%s}}, or set"
                  .formatted(path(device, method), Shown.text(property), Shown.text(data))
              + " legacyWrites=true in conf/io.margay.deviceapi.cfg",
          "");
    }
    request.allowing();
    if (!known(device, method).propertyNames().contains(property)) {
      throw new ApiException(
          404, "method %s does not write the property %s".formatted(method, Shown.text(property)));
    }
    return served
        .access()
        .call(device, method, Map.of(property, data))
        .thenApply(
            result ->
                Reply.message(
                    200, "Write data %s to device %s successfully.".formatted(data, device)));
  }

  private DeviceMethod known(NamespacedName device, String method) {
    return served.device(device).methods().stream()
        .filter(candidate -> candidate.name().equals(method))
        .findFirst()
        .orElseThrow(
            () ->
                new ApiException(
                    404, "device %s has no method %s".formatted(device, Shown.text(method))));
  }

  private static String path(NamespacedName device, String method) {
    return "/api/v1/devicemethod/%s/%s/%s".formatted(device.namespace(), device.name(), method);
  }
}
