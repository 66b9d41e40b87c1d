package io.margay.twin.internal;

import io.margay.dmi.NamespacedName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log which devices no mapper has, once they have had some time: one line for each
 * reason, however many devices it holds up. Used on the reconciler's thread alone.
 */
final class HeldDevices {
  private static final Logger LOG = LoggerFactory.getLogger(HeldDevices.class);
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final TwinThread thread;
  private final Function<NamespacedName, String> reasonNow;
  private final Map<String, List<NamespacedName>> held = new HashMap<>();

  /**
   * @param reasonNow why a device is as it is; empty when there is nothing to say
   */
  HeldDevices(TwinThread thread, Function<NamespacedName, String> reasonNow) {
    this.thread = thread;
    this.reasonNow = reasonNow;
  }

  /** Takes note that a device is held up from now on. */
  void add(NamespacedName device, String reason) {
    List<NamespacedName> some = held.computeIfAbsent(reason, none -> new ArrayList<>());
    if (some.isEmpty()) {
      thread.runIn(GRACE, () -> tell(reason));
    }
    some.add(device);
  }

  private void tell(String reason) {
    List<NamespacedName> still = new ArrayList<>(held.getOrDefault(reason, List.of()));
    held.remove(reason);
    still.removeIf(device -> !reason.equals(reasonNow.apply(device)));
    if (still.size() == 1) {
      LOG.warn("device {}: {}", still.get(0), reason);
    } else if (!still.isEmpty()) {
      LOG.warn("{} devices, {} the first: {}", still.size(), still.get(0), reason);
    }
  }
}
