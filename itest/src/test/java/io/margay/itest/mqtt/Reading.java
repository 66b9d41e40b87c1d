package io.margay.itest.mqtt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** One value of a {@code data/update} message. */
public record Reading(
    String device,
    String property,
    String value,
    String type,
    String quality,
    String reason,
    String unit,
    long sequence,
    long timestamp) {

  public boolean isGood() {
    return quality.equals("GOOD");
  }

  public boolean isBad() {
    return quality.equals("BAD");
  }

  /** The values of a message, in its order. */
  static List<Reading> of(Message message) {
    String device = message.topic().split("/", -1)[4];
    List<Reading> readings = new ArrayList<>();
    message
        .json()
        .get("data")
        .fields()
        .forEachRemaining(entry -> readings.add(reading(device, entry.getKey(), entry.getValue())));
    return readings;
  }

  private static Reading reading(String device, String property, JsonNode twin) {
    JsonNode metadata = twin.path("metadata");
    return new Reading(
        device,
        property,
        twin.path("value").asText(),
        metadata.path("type").asText(),
        metadata.path("quality").asText(),
        metadata.path("reason").asText(),
        metadata.path("unit").asText(),
        metadata.path("sequence").asLong(-1),
        metadata.path("timestamp").asLong(-1));
  }
}
