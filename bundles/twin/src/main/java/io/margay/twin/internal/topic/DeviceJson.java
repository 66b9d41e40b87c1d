package io.margay.twin.internal.topic;

import com.fasterxml.jackson.core.JsonGenerator;
import io.margay.dmi.NamespacedName;
import io.margay.twin.internal.DeviceCondition;
import io.margay.twin.internal.Member;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** KubeEdge's JSON about devices: their states, their attributes, and which ones there are. */
final class DeviceJson {
  private DeviceJson() {}

  /** {@code state/update/result}: how a device is. */
  static EventBody state(NamespacedName device, DeviceCondition condition) {
    return json -> {
      json.writeObjectFieldStart("device");
      json.writeStringField("name", device.name());
      json.writeStringField("state", condition.state().toString());
      writeTime(json, "lastOnlineTime", condition.lastOnline());
      json.writeEndObject();
    };
  }

  /** {@code updated}: what a device is described as. */
  static EventBody attributes(Map<String, String> attributes) {
    return json -> writeAttributes(json, attributes);
  }

  /** {@code membership/get/result}: all devices of the node. */
  static EventBody devices(List<Member> members) {
    return json -> {
      json.writeArrayFieldStart("devices");
      for (Member member : members) {
        json.writeStartObject();
        writeName(json, member.key());
        json.writeStringField("state", member.condition().state().toString());
        writeTime(json, "last_online", member.condition().lastOnline());
        if (!member.attributes().isEmpty()) {
          writeAttributes(json, member.attributes());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    };
  }

  /** {@code membership/updated}: a device came or went. */
  static EventBody membership(@Nullable NamespacedName added, @Nullable NamespacedName removed) {
    return json -> {
      writeMembers(json, "added_devices", added);
      writeMembers(json, "removed_devices", removed);
    };
  }

  private static void writeMembers(
      JsonGenerator json, String field, @Nullable NamespacedName device) throws IOException {
    if (device == null) {
      json.writeNullField(field);
      return;
    }
    json.writeArrayFieldStart(field);
    json.writeStartObject();
    writeName(json, device);
    json.writeEndObject();
    json.writeEndArray();
  }

  private static void writeName(JsonGenerator json, NamespacedName device) throws IOException {
    json.writeStringField("id", device.toString());
    json.writeStringField("name", device.name());
  }

  /** Kubernetes writes times to the second. */
  private static void writeTime(JsonGenerator json, String field, @Nullable Instant time)
      throws IOException {
    if (time != null) {
      json.writeStringField(field, time.truncatedTo(ChronoUnit.SECONDS).toString());
    }
  }

  private static void writeAttributes(JsonGenerator json, Map<String, String> attributes)
      throws IOException {
    json.writeObjectFieldStart("attributes");
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      json.writeObjectFieldStart(attribute.getKey());
      json.writeStringField("value", attribute.getValue());
      json.writeBooleanField("optional", true);
      json.writeObjectFieldStart("metadata");
      json.writeStringField("type", "string");
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
