package io.margay.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

class BundleConverterTest {
  private final Bundle bus = stub(Bundle.class, Map.of("getSymbolicName", "io.margay.bus"));
  private final BundleConverter converter =
      new BundleConverter(
          stub(BundleContext.class, Map.of("getBundle", bus, "getBundles", new Bundle[] {bus})));

  @Test
  void aBundleIsFoundByItsId() {
    assertThat(converter.convert(Bundle.class, "7")).isSameAs(bus);
  }

  @Test
  void aBundleIsFoundByItsSymbolicName() {
    assertThat(converter.convert(Bundle.class, "io.margay.bus")).isSameAs(bus);
    assertThat(converter.convert(Bundle.class, "io.margay")).isNull();
  }

  @Test
  void otherTypesAreLeftToOthers() {
    assertThat(converter.convert(String.class, "7")).isNull();
  }

  private static <T> T stub(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.get(method.getName())));
  }
}
