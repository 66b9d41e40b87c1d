package io.margay.itest.mqtt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** One MQTT message, as a subscriber saw it. */
public record Message(String topic, String payload) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The payload, which must be JSON. */
  public JsonNode json() {
    try {
      return JSON.readTree(payload);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON on " + topic + ": " + payload, e);
    }
  }
}
