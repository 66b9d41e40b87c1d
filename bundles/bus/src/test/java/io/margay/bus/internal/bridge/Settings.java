package io.margay.bus.internal.bridge;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Configurations of a bridge as Declarative Services would hand them in. */
final class Settings {
  private Settings() {}

  static BridgeConfig defaults() {
    return with(Map.of());
  }

  /** The defaults except for some keys. */
  static BridgeConfig with(Map<String, Object> values) {
    return (BridgeConfig)
        Proxy.newProxyInstance(
            BridgeConfig.class.getClassLoader(),
            new Class<?>[] {BridgeConfig.class},
            (proxy, method, arguments) ->
                values.getOrDefault(method.getName(), method.getDefaultValue()));
  }
}
