package io.margay.plant;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a node says of a device on {@code $ke/events/device/<namespace>/<device>/data/update}. */
record Report(String device, List<Value> values) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int DEVICE_LEVEL = 4;

  /** One property: its value as text, and its metadata. */
  record Value(String property, String value, Map<String, String> metadata) {}

  /**
   * @throws IOException when the payload is not the JSON that it should be
   */
  static Report parse(String topic, byte[] payload) throws IOException {
    String[] levels = topic.split("/", -1);
    String device = levels.length > DEVICE_LEVEL ? levels[DEVICE_LEVEL] : topic;
    List<Value> values = new ArrayList<>();
    try (JsonParser json = JSON.createParser(payload)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean data = json.currentName().equals("data");
        if (json.nextToken() == JsonToken.START_OBJECT && data) {
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            values.add(value(json.currentName(), json));
          }
        } else {
          json.skipChildren();
        }
      }
    }
    return new Report(device, values);
  }

  /** One aligned line for each value. */
  List<String> lines(ZoneId zone) {
    return values.stream().map(value -> line(value, zone)).toList();
  }

  private String line(Value value, ZoneId zone) {
    Map<String, String> metadata = value.metadata();
    return "%s  %-12s %-16s %14s %-8s %s"
        .formatted(
            time(metadata.getOrDefault("timestamp", ""), zone),
            device,
            value.property(),
            value.value(),
            metadata.getOrDefault("unit", ""),
            metadata.getOrDefault("quality", ""))
        .stripTrailing();
  }

  private static String time(String millis, ZoneId zone) {
    return millis.matches("\\d{1,15}")
        ? DateTimeFormatter.ofPattern("HH:mm:ss.SSS")
            .format(Instant.ofEpochMilli(Long.parseLong(millis)).atZone(zone))
        : "            ";
  }

  private static Value value(String property, JsonParser json) throws IOException {
    String text = "";
    Map<String, String> metadata = new HashMap<>();
    if (json.nextToken() == JsonToken.START_OBJECT) {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (json.nextToken() == JsonToken.START_OBJECT && name.equals("metadata")) {
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            metadata.put(json.currentName(), scalar(json));
          }
        } else if (name.equals("value") && json.currentToken().isScalarValue()) {
          text = json.getText();
        } else {
          json.skipChildren();
        }
      }
    } else {
      json.skipChildren();
    }
    return new Value(property, text, metadata);
  }

  private static String scalar(JsonParser json) throws IOException {
    if (json.nextToken().isScalarValue()) {
      return json.getText();
    }
    json.skipChildren();
    return "";
  }
}
