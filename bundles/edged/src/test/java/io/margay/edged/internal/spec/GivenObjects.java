package io.margay.edged.internal.spec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** ConfigMaps and Secrets of the namespace {@code plant}, as a test gives them. */
public final class GivenObjects implements KeyedObjects {
  private final Map<String, Map<String, byte[]>> configMaps = new HashMap<>();
  private final Map<String, Map<String, byte[]>> secrets = new HashMap<>();

  public GivenObjects configMap(String name, String... keysAndValues) {
    configMaps.put(name, values(keysAndValues));
    return this;
  }

  public GivenObjects secret(String name, String... keysAndValues) {
    secrets.put(name, values(keysAndValues));
    return this;
  }

  private static Map<String, byte[]> values(String... keysAndValues) {
    Map<String, byte[]> values = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1].getBytes(UTF_8));
    }
    return values;
  }

  @Override
  public @Nullable Map<String, byte[]> configMap(String namespace, String name) {
    return namespace.equals("plant") ? configMaps.get(name) : null;
  }

  @Override
  public @Nullable Map<String, byte[]> secret(String namespace, String name) {
    return namespace.equals("plant") ? secrets.get(name) : null;
  }
}
