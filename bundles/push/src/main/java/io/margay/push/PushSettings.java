package io.margay.push;

import static java.util.Objects.requireNonNull;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Settings;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The settings of one push method of one property, as the manifest has them.
 *
 * @param path where they stand, as a JSON pointer, such as {@code
 *     /spec/properties/0/pushMethod/http}
 * @param data the object that stands there; nobody changes it
 * @param secrets passwords and the like that the settings name
 */
public record PushSettings(String path, Map<String, Object> data, SecretFiles secrets) {

  public PushSettings {
    requireNonNull(path, "path");
    requireNonNull(data, "data");
    requireNonNull(secrets, "secrets");
  }

  /** Reads them with types and ranges. */
  public Settings read(Consumer<Problem> problems) {
    return new Settings(path, data, problems);
  }

  /** Reads them where {@link PushSink#validate} has found no problem. */
  public Settings read() {
    return read(problem -> {});
  }
}
