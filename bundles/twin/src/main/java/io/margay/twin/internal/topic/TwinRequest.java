package io.margay.twin.internal.topic;

import static io.margay.twin.internal.RefusedUpdateException.BAD_REQUEST;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.margay.bus.Payload;
import io.margay.twin.internal.PropertyUpdate;
import io.margay.twin.internal.RefusedUpdateException;
import io.margay.twin.internal.TwinUpdate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a program sends to a twin, and says exactly what is wrong with it. */
final class TwinRequest {
  private static final int LARGEST = 256 * 1024;
  private static final Pattern KEY = Pattern.compile("[a-zA-Z0-9\\-_.,:/@#]{1,128}");
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(16)
                      .maxStringLength(LARGEST)
                      .maxNumberLength(100)
                      .build())
              .build());

  private final JsonNode root;

  private TwinRequest(JsonNode root) {
    this.root = root;
  }

  static TwinRequest read(Payload payload) throws RefusedUpdateException {
    if (payload.size() > LARGEST) {
      throw bad("found " + payload.size() + " bytes, expected at most " + LARGEST);
    }
    try {
      JsonNode root = JSON.readTree(payload.asText());
      if (!root.isObject()) {
        throw bad("found " + kind(root) + ", expected a JSON object");
      }
      return new TwinRequest(root);
    } catch (JsonProcessingException e) {
      throw bad("not JSON: " + e.getOriginalMessage());
    }
  }

  /** The id that the program chose; empty when it chose none. */
  String eventId() {
    return root.path("event_id").asText("");
  }

  TwinUpdate update() throws RefusedUpdateException {
    JsonNode twin = root.path("twin");
    if (!twin.isObject()) {
      throw bad("twin: found " + kind(twin) + ", expected an object with properties");
    }
    Map<String, Optional<PropertyUpdate>> properties = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> property : twin.properties()) {
      if (!KEY.matcher(property.getKey()).matches()) {
        throw bad("twin: a property name has 1 to 128 letters, digits or -_.,:/@#");
      }
      properties.put(property.getKey(), property(property.getKey(), property.getValue()));
    }
    return new TwinUpdate(eventId(), properties);
  }

  private static Optional<PropertyUpdate> property(String name, JsonNode property)
      throws RefusedUpdateException {
    if (property.isNull()) {
      return Optional.empty();
    }
    if (!property.isObject()) {
      throw bad("twin." + name + ": found " + kind(property) + ", expected an object or null");
    }
    return Optional.of(
        new PropertyUpdate(
            value(name, "expected", property),
            value(name, "actual", property),
            property.path("metadata").path("type").textValue()));
  }

  private static @Nullable String value(String name, String side, JsonNode property)
      throws RefusedUpdateException {
    JsonNode value = property.path(side).path("value");
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isValueNode()) {
      throw bad("twin." + name + "." + side + ".value: found " + kind(value) + ", expected a text");
    }
    return value.asText();
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case MISSING -> "nothing";
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      default -> "a " + node.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    };
  }

  private static RefusedUpdateException bad(String reason) {
    return new RefusedUpdateException(BAD_REQUEST, reason);
  }
}
