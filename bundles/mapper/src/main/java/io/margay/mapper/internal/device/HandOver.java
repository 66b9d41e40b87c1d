package io.margay.mapper.internal.device;

import io.margay.dmi.driver.DriverState;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks a session what its successor should know. */
final class HandOver {
  private HandOver() {}

  /**
   * Asks.
   *
   * @throws CallFailedException when it does not say, or says what cannot outlive its driver
   */
  static DriverState of(Turn turn) throws CallFailedException {
    DriverState state =
        turn.conversation()
            .call(
                "handOver",
                turn.timeoutMillis(),
                (session, deadline) -> session.handOver(deadline));
    if (!isPortable(state.values())) {
      throw new CallFailedException(
          CallFailedException.Kind.DEFECT,
          "driver "
              + turn.conversation().station().seat()
              + " hands over what is neither of the JDK nor a list or map of such");
    }
    return state;
  }

  private static boolean isPortable(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return isOfTheJdk(map)
          && map.keySet().stream().allMatch(HandOver::isPortable)
          && map.values().stream().allMatch(HandOver::isPortable);
    }
    if (value instanceof Collection<?> items) {
      return isOfTheJdk(items) && items.stream().allMatch(HandOver::isPortable);
    }
    return value == null || isOfTheJdk(value);
  }

  private static boolean isOfTheJdk(Object value) {
    return value.getClass().getClassLoader() == null || value instanceof byte[];
  }
}
