package io.margay.mapper.internal.device;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.driver.WriteResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of writes that a program asked for.
 *
 * @param outcomes one for each, in their order
 * @param values what was read back, by property; without those that could not be read
 */
record Written(List<DesiredOutcome> outcomes, Map<String, Object> values) {

  /**
   * Puts together what is known.
   *
   * @param texts what was to be written, as it was asked for
   * @param results of the driver, which may have left some out
   * @param back what was read back
   */
  static Written of(
      List<PropertySlot> slots,
      List<String> texts,
      List<@Nullable WriteResult> results,
      ReadBatch back) {
    List<DesiredOutcome> outcomes = new ArrayList<>();
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < slots.size(); i++) {
      PropertySlot slot = slots.get(i);
      WriteResult result = i < results.size() ? results.get(i) : null;
      String failure = result == null ? "the driver gave no result" : result.failure();
      outcomes.add(new DesiredOutcome(slot.name(), texts.get(i), failure, 1, null));
      Object value = back.value(slot);
      if (value != null) {
        values.put(slot.name(), value);
      }
    }
    return new Written(outcomes, values);
  }
}
