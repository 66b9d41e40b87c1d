package io.margay.bus.internal;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Configurations as Declarative Services would hand them in. */
final class Configs {
  private Configs() {}

  static BusConfig defaults() {
    return with(Map.of());
  }

  /** The defaults except for some keys. */
  static BusConfig with(Map<String, Object> values) {
    return (BusConfig)
        Proxy.newProxyInstance(
            BusConfig.class.getClassLoader(),
            new Class<?>[] {BusConfig.class},
            (proxy, method, arguments) ->
                values.getOrDefault(method.getName(), method.getDefaultValue()));
  }
}
