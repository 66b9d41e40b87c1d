package io.margay.twin.internal.topic;

import static io.margay.twin.internal.RefusedUpdateException.BAD_REQUEST;

import io.margay.bus.Payload;
import io.margay.meta.JsonText;
import io.margay.twin.internal.PropertyUpdate;
import io.margay.twin.internal.RefusedUpdateException;
import io.margay.twin.internal.TwinUpdate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a program sends to a twin, and says exactly what is wrong with it. */
final class TwinRequest {
  private static final int LARGEST = 256 * 1024;
  private static final Pattern KEY = Pattern.compile("[a-zA-Z0-9\\-_.,:/@#]{1,128}");

  private final Map<String, Object> root;

  private TwinRequest(Map<String, Object> root) {
    this.root = root;
  }

  static TwinRequest read(Payload payload) throws RefusedUpdateException {
    if (payload.size() > LARGEST) {
      throw bad("found " + payload.size() + " bytes, expected at most " + LARGEST);
    }
    try {
      return new TwinRequest(JsonText.read(payload.asText()));
    } catch (IllegalArgumentException e) {
      throw bad(String.valueOf(e.getMessage()));
    }
  }

  /** The id that the program chose; empty when it chose none. */
  String eventId() {
    Object id = root.get("event_id");
    return id instanceof String || id instanceof Number ? id.toString() : "";
  }

  TwinUpdate update() throws RefusedUpdateException {
    if (!(root.get("twin") instanceof Map<?, ?> twin)) {
      throw bad("twin: found " + kind(root.get("twin")) + ", expected an object with properties");
    }
    Map<String, Optional<PropertyUpdate>> properties = new LinkedHashMap<>();
    for (Map.Entry<?, ?> property : twin.entrySet()) {
      String name = String.valueOf(property.getKey());
      if (!KEY.matcher(name).matches()) {
        throw bad("twin: a property name has 1 to 128 letters, digits or -_.,:/@#");
      }
      properties.put(name, property(name, property.getValue()));
    }
    return new TwinUpdate(eventId(), properties);
  }

  private static Optional<PropertyUpdate> property(String name, @Nullable Object property)
      throws RefusedUpdateException {
    if (property == null) {
      return Optional.empty();
    }
    if (!(property instanceof Map<?, ?> sides)) {
      throw bad("twin." + name + ": found " + kind(property) + ", expected an object or null");
    }
    return Optional.of(
        new PropertyUpdate(
            value(name, "expected", sides), value(name, "actual", sides), type(sides)));
  }

  private static @Nullable String type(Map<?, ?> sides) {
    return sides.get("metadata") instanceof Map<?, ?> metadata
            && metadata.get("type") instanceof String type
        ? type
        : null;
  }

  private static @Nullable String value(String name, String side, Map<?, ?> sides)
      throws RefusedUpdateException {
    Object value = sides.get(side) instanceof Map<?, ?> there ? there.get("value") : null;
    if (value instanceof Map || value instanceof List) {
      throw bad("twin." + name + "." + side + ".value: found " + kind(value) + ", expected a text");
    }
    return value == null ? null : value.toString();
  }

  private static String kind(@Nullable Object value) {
    if (value == null) {
      return "nothing";
    }
    if (value instanceof Map) {
      return "an object";
    }
    if (value instanceof List) {
      return "a list";
    }
    return value instanceof Number ? "a number" : value instanceof Boolean ? "a boolean" : "a text";
  }

  private static RefusedUpdateException bad(String reason) {
    return new RefusedUpdateException(BAD_REQUEST, reason);
  }
}
