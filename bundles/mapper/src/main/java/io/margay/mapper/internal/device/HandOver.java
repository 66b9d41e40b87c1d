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
    return turn.conversation()
        .call(
            "handOver",
            turn.timeoutMillis(),
            (session, deadline) -> portable(session.handOver(deadline)));
  }

  /** What goes wrong in here, be it a state that holds itself, is a defect of the driver. */
  private static @Nullable DriverState portable(@Nullable DriverState state) {
    if (state != null && !isPortable(state.values())) {
      throw new IllegalStateException("what it hands over is not of the JDK alone");
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
