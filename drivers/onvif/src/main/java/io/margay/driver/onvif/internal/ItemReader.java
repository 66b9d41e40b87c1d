package io.margay.driver.onvif.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.Settings;
import io.margay.driver.onvif.internal.events.Topic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads what a property's {@code configData} says. Where it names no {@code method}, the name of
 * the property is taken for one, as KubeEdge's mappers do it: {@code getURI}, {@code saveFrame},
 * {@code saveVideo}.
 */
final class ItemReader {
  private static final String METHOD = "method";
  private static final List<String> ARGUMENTS = List.of("profile", "videoSource", "relay");

  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  /** Makes an item of a property's settings; empty when they hold a mistake. */
  @FunctionalInterface
  private interface Kind {
    Optional<? extends Item> read(PropertySpec property, Settings settings);
  }

  ItemReader() {
    for (Inquiry inquiry : Inquiry.values()) {
      kinds.put(inquiry.operation(), (property, settings) -> asked(property, inquiry, settings));
    }
    kinds.put("getURI", kinds.get(Inquiry.STREAM_URI.operation()));
    kinds.put("Event", ItemReader::told);
    kinds.put("SaveFrame", (property, settings) -> RecordingReader.read(property, settings, false));
    kinds.put("SaveVideo", (property, settings) -> RecordingReader.read(property, settings, true));
  }

  /** Empty when the settings hold a mistake; the problems say which. */
  Optional<? extends Item> read(PropertySpec property, Consumer<Problem> problems) {
    Settings settings = Settings.of(property, problems);
    if (settings.has(METHOD)) {
      return settings.choice(kinds, METHOD).flatMap(kind -> kind.read(property, settings));
    }
    if (settings.has("topic")) {
      return told(property, settings);
    }
    String name = property.name().toLowerCase(Locale.ROOT);
    for (Map.Entry<String, Kind> kind : kinds.entrySet()) {
      if (kind.getKey().toLowerCase(Locale.ROOT).equals(name)) {
        return kind.getValue().read(property, settings);
      }
    }
    settings.complain(METHOD, "a topic, or one of " + String.join(", ", kinds.keySet()));
    return Optional.empty();
  }

  private static Optional<Item> asked(PropertySpec property, Inquiry inquiry, Settings settings) {
    Optional<String> field =
        settings.has("field")
            ? settings.choice(inquiry.fields(), "field")
            : Optional.of(inquiry.firstField());
    Item.Question question = new Item.Question(inquiry, arguments(settings));
    return field.map(wanted -> new Item.Asked(property, question, wanted));
  }

  private static Map<String, Object> arguments(Settings settings) {
    Map<String, Object> arguments = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String key : ARGUMENTS) {
      settings.text(List.of(key)).ifPresent(value -> arguments.put(key, value));
    }
    return arguments;
  }

  private static Optional<Item> told(PropertySpec property, Settings settings) {
    String path = settings.text("topic");
    if (!Topic.isPath(path)) {
      settings.complain("topic", "a topic such as tns1:VideoSource/MotionAlarm");
      return Optional.empty();
    }
    String source = settings.text(List.of("source")).orElse("");
    if (!source.isEmpty() && source.indexOf('=') < 1) {
      settings.complain("source", "name=value, such as VideoSourceConfigurationToken=main");
      return Optional.empty();
    }
    String item = settings.text(List.of("item")).orElse("");
    return Optional.of(new Item.Told(property, new Topic(path, item, source)));
  }
}
