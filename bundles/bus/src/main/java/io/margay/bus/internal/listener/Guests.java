package io.margay.bus.internal.listener;

import java.util.HashMap;
import java.util.Map;

/** Counts the connections from each address. Only the broker's thread may use it. */
public final class Guests {
  private final Map<String, Integer> byAddress = new HashMap<>();

  /**
   * Counts one more from an address, unless there are so many already.
   *
   * @param most 0 for any number
   */
  public boolean arrive(String address, int most) {
    if (most > 0 && byAddress.getOrDefault(address, 0) >= most) {
      return false;
    }
    byAddress.merge(address, 1, Integer::sum);
    return true;
  }

  public void leave(String address) {
    byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
  }
}
