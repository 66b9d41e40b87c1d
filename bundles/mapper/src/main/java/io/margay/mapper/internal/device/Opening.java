package io.margay.mapper.internal.device;

import io.margay.dmi.driver.DriverState;
import io.margay.dmi.driver.ReadPlan;
import io.margay.mapper.internal.device.CallFailedException.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Opens a conversation with a device, and makes it ready to go on where another one ended.
 *
 * @param subscription takes what the device says of its own accord; null when the driver has none
 */
record Opening(
    Conversation conversation,
    CompiledDevice device,
    DriverState restored,
    @Nullable Subscription subscription) {

  /** Opens a conversation with the device as it is described now; the device's lock is held. */
  static Opening of(Conversation fresh, LineContext context) {
    DeviceImage image = context.image();
    Subscription sink =
        fresh.station().seat().subscribes() && !image.slots().isEmpty()
            ? new Subscription(image.slots(), context.time(), context.lock())
            : null;
    return new Opening(fresh, image.compiled(), context.memory().driverState(), sink);
  }

  /**
   * Opens; on a failure nothing is left open.
   *
   * @return a plan for each of the groups
   */
  Map<PollGroup, ReadPlan> run(List<PollGroup> groups) throws CallFailedException {
    conversation.open(device, restored);
    try {
      subscribe();
      Map<PollGroup, ReadPlan> plans = new LinkedHashMap<>();
      for (PollGroup group : groups) {
        if (!group.slots().isEmpty()) {
          plans.put(group, conversation.plan(group.specs(), device.timeoutMillis()));
        }
      }
      return plans;
    } catch (CallFailedException e) {
      if (e.kind() != Kind.GIVEN_UP) {
        conversation.close();
      }
      throw e;
    }
  }

  /** Has the device say of its own accord when its properties change. */
  void subscribe() throws CallFailedException {
    Subscription sink = subscription;
    if (sink != null) {
      conversation.call(
          "subscribe",
          device.timeoutMillis(),
          (session, deadline) -> {
            sink.accepted(session.subscribe(device.spec().properties(), sink, deadline));
            return true;
          });
    }
  }
}
