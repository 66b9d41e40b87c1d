package io.margay.dmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigDataTest {
  private final Map<String, Object> data = new LinkedHashMap<>();

  @Test
  void whatIsFrozenDoesNotChangeWithItsOrigin() {
    List<Object> list = new ArrayList<>(List.of(1));
    data.put("b", list);
    data.put("a", null);

    Map<String, Object> frozen = new ProtocolConfig("modbus", data).configData();
    list.add(2);
    data.put("c", 3);

    assertThat(frozen).containsExactly(Map.entry("b", List.of(1)), entryOfNull("a"));
    assertThat(frozen.get("b")).isEqualTo(List.of(1));
    assertThat(frozen.containsKey("a")).isTrue();
    assertThatThrownBy(() -> frozen.put("d", 4)).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void whatIsFrozenIsNotCopiedAgain() {
    data.put("inner", Map.of("a", 1));
    Map<String, Object> frozen = new ProtocolConfig("modbus", data).configData();

    assertThat(new ProtocolConfig("modbus", frozen).configData()).isSameAs(frozen);
    assertThat(new ProtocolConfig("modbus", data).configData()).isEqualTo(frozen).isEqualTo(data);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 17, 100})
  void fewAndManySettingsAreFoundAndKeepTheirOrder(int settings) {
    for (int i = settings; i > 0; i--) {
      data.put("key" + i, i);
    }
    Map<String, Object> frozen = new ProtocolConfig("modbus", data).configData();

    assertThat(frozen).isEqualTo(data).hasSameHashCodeAs(data);
    assertThat(List.copyOf(frozen.keySet())).isEqualTo(List.copyOf(data.keySet()));
    assertThat(frozen.get("key" + settings)).isEqualTo(settings);
    assertThat(frozen.get("key0")).isNull();
    assertThat(frozen.containsKey("key0")).isFalse();
    assertThatThrownBy(() -> frozen.entrySet().iterator().next().setValue(0))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(frozen::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  private static Map.Entry<String, Object> entryOfNull(String key) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put(key, null);
    return one.entrySet().iterator().next();
  }
}
