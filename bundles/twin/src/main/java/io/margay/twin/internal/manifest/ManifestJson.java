package io.margay.twin.internal.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.margay.dmi.Problem;
import io.margay.dmi.driver.Settings;
import java.util.Map;
import java.util.function.Consumer;

/** Opens the JSON of a stored resource for reading with {@link Settings}. */
final class ManifestJson {
  private static final ObjectReader READER = new ObjectMapper().readerForMapOf(Object.class);

  private ManifestJson() {}

  /** The {@code spec} of a resource; a resource without one is a mistake. */
  static Settings spec(String content, Consumer<Problem> problems) {
    Settings root = new Settings("", parse(content), problems);
    if (!root.has("spec")) {
      root.complain("spec", "an object");
    }
    return root.object("spec");
  }

  private static Map<String, Object> parse(String content) {
    try {
      return READER.readValue(content);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the store holds what is not JSON: " + e.getMessage(), e);
    }
  }
}
