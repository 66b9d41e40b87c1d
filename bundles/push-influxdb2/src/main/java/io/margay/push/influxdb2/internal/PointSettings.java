package io.margay.push.influxdb2.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Settings;
import io.margay.push.PushSettings;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How samples of one property become points.
 *
 * @param measurement empty for the device's name
 * @param fieldKey empty for the property's name
 * @param legacy whether points are as KubeEdge's mappers write them: the value as text, and no tags
 *     but those of the settings
 */
record PointSettings(
    String measurement, SortedMap<String, String> tags, String fieldKey, boolean legacy) {
  private static final Set<String> RESERVED = Set.of("time", "_field", "_measurement");
  private static final String A_NAME =
      "a name without backslashes and control characters that does not begin with # or _";

  /** Reads {@code influxdb2DataConfig}, as KubeEdge calls it, and {@code format}. */
  static PointSettings read(PushSettings push, Consumer<Problem> problems) {
    Settings all = push.read(problems);
    Settings data = all.object("influxdb2DataConfig");
    boolean legacy =
        all.has("format")
            && all.choice(Map.of("typed", false, "legacy", true), "format").orElse(false);
    return new PointSettings(
        name(data, "measurement"), tags(data.object("tag")), name(data, "fieldKey"), legacy);
  }

  private static String name(Settings data, String key) {
    String name = data.has(key) ? data.text(key) : "";
    if (!name.isEmpty() && !isName(name)) {
      data.complain(key, A_NAME);
    }
    return name;
  }

  private static SortedMap<String, String> tags(Settings tag) {
    SortedMap<String, String> tags = new TreeMap<>();
    for (Map.Entry<String, @Nullable Object> entry : tag.data().entrySet()) {
      String value = String.valueOf(entry.getValue());
      if (!isName(entry.getKey()) || !isPlain(value)) {
        tag.complain(entry.getKey(), "a tag whose key is " + A_NAME + ", and a text");
      }
      tags.put(entry.getKey(), value);
    }
    return tags;
  }

  private static boolean isName(String text) {
    return isPlain(text)
        && !text.startsWith("#")
        && !text.startsWith("_")
        && !RESERVED.contains(text);
  }

  private static boolean isPlain(String text) {
    return !text.isEmpty() && LineText.isPlain(text);
  }
}
