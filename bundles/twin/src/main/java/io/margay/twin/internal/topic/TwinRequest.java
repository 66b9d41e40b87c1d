package io.margay.twin.internal.topic;

import static io.margay.twin.internal.RefusedUpdateException.BAD_REQUEST;

import io.margay.bus.Payload;
import io.margay.dmi.DeviceState;
import io.margay.meta.JsonText;
import io.margay.twin.internal.Asker;
import io.margay.twin.internal.PropertyUpdate;
import io.margay.twin.internal.RefusedUpdateException;
import io.margay.twin.internal.TwinUpdate;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a program asks, and says exactly what is wrong with it. */
final class TwinRequest {
  private static final int LARGEST = 256 * 1024;
  private static final int LONGEST_ID = 512;
  private static final int LONGEST_COMPLAINT = 300;

  private final JsonFields root;
  private final String eventId;

  private TwinRequest(JsonFields root) throws RefusedUpdateException {
    this.root = root;
    String id = root.text("event_id");
    this.eventId = id == null ? "" : id;
    if (eventId.length() > LONGEST_ID) {
      throw root.wrong("event_id", "at most " + LONGEST_ID + " characters");
    }
  }

  static TwinRequest read(Payload payload) throws RefusedUpdateException {
    if (payload.size() > LARGEST) {
      throw bad("found " + payload.size() + " bytes, expected at most " + LARGEST);
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(payload.asByteBuffer()).toString();
      return new TwinRequest(new JsonFields("", JsonText.read(text)));
    } catch (CharacterCodingException e) {
      throw bad("found bytes that are not UTF-8, expected a JSON object");
    } catch (IllegalArgumentException e) {
      throw bad(shortened(String.valueOf(e.getMessage())));
    }
  }

  /** The id that the program chose; empty when it chose none. */
  String eventId() {
    return eventId;
  }

  /** The state that a device is said to be in; any case will do. */
  DeviceState state() throws RefusedUpdateException {
    String word = root.text("state");
    for (DeviceState state : DeviceState.values()) {
      if (word != null && state.toString().equals(word.toLowerCase(Locale.ROOT))) {
        return state;
      }
    }
    throw root.wrong("state", "one of online, offline, ok, unhealthy, unknown");
  }

  /**
   * What a twin is to become.
   *
   * @param usual what is let into values unless the message itself asks for more
   */
  TwinUpdate update(Asker asker, TwinAlphabet usual) throws RefusedUpdateException {
    JsonFields twin = root.object("twin");
    if (twin == null) {
      throw root.wrong("twin", "an object with properties");
    }
    boolean anyValue = Boolean.TRUE.equals(root.flag("any_value"));
    TwinAlphabet alphabet = anyValue ? TwinAlphabet.ANY_VALUE : usual;
    Map<String, Optional<PropertyUpdate>> properties = new LinkedHashMap<>();
    for (Object key : twin.names()) {
      String name = String.valueOf(key);
      TwinAlphabet.checkName(name);
      JsonFields property = twin.object(name);
      properties.put(
          name,
          property == null ? Optional.empty() : Optional.of(property(name, property, alphabet)));
    }
    return new TwinUpdate(asker, properties);
  }

  private static PropertyUpdate property(String name, JsonFields property, TwinAlphabet alphabet)
      throws RefusedUpdateException {
    JsonFields metadata = property.object("metadata");
    return new PropertyUpdate(
        value(name, "expected", property, alphabet),
        value(name, "actual", property, alphabet),
        metadata == null ? null : metadata.text("type"),
        property.flag("optional"));
  }

  private static @Nullable String value(
      String name, String side, JsonFields property, TwinAlphabet alphabet)
      throws RefusedUpdateException {
    JsonFields fields = property.object(side);
    String value = fields == null ? null : fields.text("value");
    if (value != null) {
      alphabet.checkValue("twin." + name + "." + side + ".value", value);
    }
    return value;
  }

  /** A parser may quote as much of the text as it likes. */
  private static String shortened(String complaint) {
    return complaint.length() <= LONGEST_COMPLAINT
        ? complaint
        : complaint.substring(0, LONGEST_COMPLAINT) + "…";
  }

  private static RefusedUpdateException bad(String reason) {
    return new RefusedUpdateException(BAD_REQUEST, reason);
  }
}
