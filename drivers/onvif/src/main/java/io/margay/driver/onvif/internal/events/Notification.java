package io.margay.driver.onvif.internal.events;

import io.margay.driver.onvif.internal.soap.Element;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event (ONVIF Core 9.4, 9.5.3).
 *
 * @param utc when it happened, in the words of the camera
 * @param operation {@code Initialized}, {@code Changed} or {@code Deleted}; empty for events that
 *     tell of no state
 */
public record Notification(
    String topic,
    String utc,
    String operation,
    Map<String, String> source,
    Map<String, String> data) {

  /** Reads a {@code wsnt:NotificationMessage}. */
  static Notification of(Element message) {
    Element inner = message.at("Message", "Message");
    return new Notification(
        message.at("Topic").text(),
        inner.attribute("UtcTime"),
        inner.attribute("PropertyOperation"),
        items(inner.at("Source")),
        items(inner.at("Data")));
  }

  private static Map<String, String> items(Element list) {
    Map<String, String> items = new LinkedHashMap<>();
    for (Element item : list.all("SimpleItem")) {
      items.put(item.attribute("Name"), item.attribute("Value"));
    }
    return items;
  }

  public boolean hasSource(String nameAndValue) {
    int equals = nameAndValue.indexOf('=');
    return nameAndValue
        .substring(equals + 1)
        .strip()
        .equals(source.get(nameAndValue.substring(0, Math.max(0, equals)).strip()));
  }

  /** The value of an item, or of the first one where no name is said; null when there is none. */
  public @Nullable String value(String item) {
    return item.isEmpty() ? data.values().stream().findFirst().orElse(null) : data.get(item);
  }
}
