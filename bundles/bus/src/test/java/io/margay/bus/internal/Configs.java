package io.margay.bus.internal;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.osgi.framework.BundleContext;

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

  /** A bundle of a node that has nothing but defaults. */
  static BundleContext context() {
    return context(Map.of());
  }

  /** A bundle of a node with framework properties. */
  static BundleContext context(Map<String, String> properties) {
    return (BundleContext)
        Proxy.newProxyInstance(
            BusConfig.class.getClassLoader(),
            new Class<?>[] {BundleContext.class},
            (proxy, method, arguments) -> properties.get((String) arguments[0]));
  }
}
