package io.margay.push.internal;

import io.margay.dmi.Device;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.PropertyType;
import io.margay.dmi.Sample;
import io.margay.push.PushRecord;
import io.margay.push.PushSettings;
import java.util.List;
import java.util.Map;

/**
 * Where the samples of one device go.
 *
 * @param device as it was when this was found out
 * @param model likewise
 * @param generation of the sinks at that time
 * @param unserved methods that no sink knows, as {@code property: method}
 */
record DeviceRoutes(
    Device device,
    DeviceModel model,
    int generation,
    Map<String, List<Route>> byProperty,
    List<String> unserved) {

  /** One use of a push method by one property. */
  record Route(TargetQueue queue, PushSettings settings, PropertyType type, String unit) {}

  /** Whether nothing has changed since. */
  @SuppressWarnings("ReferenceEquality") // both are the same instances until they change
  boolean isFor(Device nowDevice, DeviceModel nowModel, int nowGeneration) {
    return device == nowDevice
        && model == nowModel
        && (generation == nowGeneration || unserved.isEmpty());
  }

  /** Gives samples to the queues of their targets. */
  void push(List<Sample> samples) {
    if (byProperty.isEmpty()) {
      return;
    }
    for (Sample sample : samples) {
      for (Route route : byProperty.getOrDefault(sample.property(), List.of())) {
        route
            .queue()
            .offer(
                new PushRecord(
                    route.settings(),
                    device.key(),
                    sample.property(),
                    route.type(),
                    sample,
                    route.unit()));
      }
    }
  }

  /** The queues that it uses, one as often as it is used. */
  List<TargetQueue> queues() {
    return byProperty.values().stream().flatMap(List::stream).map(Route::queue).toList();
  }
}
