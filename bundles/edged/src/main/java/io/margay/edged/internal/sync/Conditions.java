package io.margay.edged.internal.sync;

import io.margay.meta.JsonText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The conditions of a status, each with the time since when it is so. */
public final class Conditions {
  private final Map<Object, Map<?, ?>> before = new HashMap<>();
  private final List<Map<String, Object>> conditions = new ArrayList<>();
  private final String now;

  /**
   * @param before the status before, whose times go on while nothing changes
   */
  public Conditions(Map<?, ?> before, Instant now) {
    this.now = now.truncatedTo(ChronoUnit.SECONDS).toString();
    if (before.get("conditions") instanceof List<?> list) {
      for (Object item : list) {
        Map<?, ?> condition = JsonText.object(item);
        this.before.put(String.valueOf(condition.get("type")), condition);
      }
    }
  }

  /** Adds one; reason and message may be empty. */
  public void put(String type, boolean holds, String reason, String message) {
    Map<String, Object> condition = new LinkedHashMap<>();
    String status = holds ? "True" : "False";
    condition.put("type", type);
    condition.put("status", status);
    Map<?, ?> last = before.getOrDefault(type, Map.of());
    Object since = last.get("lastTransitionTime");
    boolean same = status.equals(last.get("status")) && since != null;
    condition.put("lastTransitionTime", same ? since : now);
    if (!reason.isEmpty()) {
      condition.put("reason", reason);
    }
    if (!message.isEmpty()) {
      condition.put("message", message);
    }
    conditions.add(condition);
  }

  /** All of them. */
  public List<Map<String, Object>> list() {
    return conditions;
  }
}
