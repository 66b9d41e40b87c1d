package io.margay.push.internal;

import io.margay.dmi.Problem;
import io.margay.push.PushSettings;
import io.margay.push.SecretFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds the methods in {@code pushMethod} of a property: its keys, and those of {@code dbMethod} in
 * it, without regard to case. A method may have a list of settings for several targets. {@code
 * anomalyDetection} is no way to push and is passed over.
 */
final class PushMethods {
  private static final String DATABASES = "dbmethod";
  private static final String ANOMALY = "anomalydetection";

  private final SecretFiles secrets;

  PushMethods(SecretFiles secrets) {
    this.secrets = secrets;
  }

  /**
   * One use of a method.
   *
   * @param method in lower case
   */
  record Use(String method, PushSettings settings) {}

  /**
   * Finds them.
   *
   * @param index of the property
   */
  List<Use> find(int index, Map<String, Object> pushMethod, Consumer<Problem> problems) {
    List<Use> uses = new ArrayList<>();
    find("/spec/properties/" + index + "/pushMethod", pushMethod, uses, problems);
    return uses;
  }

  private void find(String path, Map<?, ?> methods, List<Use> uses, Consumer<Problem> problems) {
    methods.forEach(
        (key, value) -> {
          String name = String.valueOf(key).toLowerCase(Locale.ROOT);
          String at = path + "/" + String.valueOf(key).replace("~", "~0").replace("/", "~1");
          if (name.equals(DATABASES) && value instanceof Map<?, ?> databases) {
            find(at, databases, uses, problems);
          } else if (value instanceof List<?> several && !name.equals(DATABASES)) {
            for (int i = 0; i < several.size(); i++) {
              use(name, at + "/" + i, several.get(i), uses, problems);
            }
          } else if (value != null && !name.equals(ANOMALY)) {
            use(name, at, value, uses, problems);
          }
        });
  }

  private void use(
      String name, String path, Object value, List<Use> uses, Consumer<Problem> problems) {
    if (value instanceof Map<?, ?> map) {
      @SuppressWarnings("unchecked") // objects of a manifest have string keys throughout
      Map<String, Object> data = (Map<String, Object>) map;
      uses.add(new Use(name, new PushSettings(path, data, secrets)));
    } else {
      problems.accept(new Problem(path, "\"" + value + "\"", "an object"));
    }
  }
}
