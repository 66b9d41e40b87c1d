package io.margay.push.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushLimitsTest {

  @ParameterizedTest
  @CsvSource({
    "batchRecords, 0, 1 to 10000",
    "memoryRecords, 99, 100 to 1000000",
    "maxThreads, 0, 1 to 1000",
    "storeMib, -1, 1 to 1048576"
  })
  void aSettingOutOfRangeIsNamed(String key, int found, String range) {
    assertThatThrownBy(() -> PushLimits.of(config(key, found)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("io.margay.push: %s: found %d, expected %s".formatted(key, found, range));
  }

  @ParameterizedTest
  @CsvSource({"maxThreads, 1", "storeMib, 1"})
  void theLeastIsEnough(String key, int found) {
    assertThat(PushLimits.of(config(key, found)).batchRecords()).isEqualTo(100);
  }

  /** The defaults, but for one. */
  private static PushConfig config(String key, int value) {
    return (PushConfig)
        Proxy.newProxyInstance(
            PushConfig.class.getClassLoader(),
            new Class<?>[] {PushConfig.class},
            (proxy, method, arguments) ->
                method.getName().equals(key) ? value : method.getDefaultValue());
  }
}
