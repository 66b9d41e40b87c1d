package io.margay.edged.internal.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.edged.internal.gc.Thresholds;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpkeepSettingsTest {

  @Test
  void theUsualSettingsAreThoseOfAKubelet() {
    assertThat(UpkeepSettings.of(config("", "")))
        .isEqualTo(
            new UpkeepSettings(
                10 << 20,
                5,
                85,
                80,
                Duration.ofMinutes(2),
                Thresholds.USUAL,
                Duration.ofMinutes(5),
                Duration.ofSeconds(10)));
  }

  @ParameterizedTest
  @CsvSource({
    "logMaxSize,much,an amount",
    "logMaxSize,0,1 at least",
    "logMaxFiles,1,2 at least",
    "imagesHighPercent,101,0 to 100",
    "imagesLowPercent,86,0 to 85",
    "imagesLeastAgeSeconds,-1,0 at least",
    "evictBelowMemory,-1Mi,an amount",
    "evictBelowDiskPercent,101,0 to 100",
    "evictBelowImageDiskPercent,-1,0 to 100",
    "pressureSeconds,-1,0 at least",
    "upkeepSeconds,0,1 at least",
  })
  void aSettingThatIsWrongIsNamed(String setting, String value, String expected) {
    assertThatThrownBy(() -> UpkeepSettings.of(config(setting, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("io.margay.edged: " + setting + ": found")
        .hasMessageContaining(expected);
  }

  /** The usual configuration with one setting changed. */
  private static EdgedConfig config(String setting, String value) {
    return (EdgedConfig)
        Proxy.newProxyInstance(
            EdgedConfig.class.getClassLoader(),
            new Class<?>[] {EdgedConfig.class},
            (proxy, method, arguments) ->
                method.getName().equals(setting) ? typed(method, value) : method.getDefaultValue());
  }

  private static Object typed(Method method, String value) {
    if (method.getReturnType() == int.class) {
      return Integer.valueOf(value);
    }
    return method.getReturnType() == double.class ? (Object) Double.valueOf(value) : value;
  }
}
