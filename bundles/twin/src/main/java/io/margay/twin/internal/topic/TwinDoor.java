package io.margay.twin.internal.topic;

import static io.margay.twin.internal.RefusedUpdateException.NOT_FOUND;

import io.margay.bus.Message;
import io.margay.bus.MessageBus;
import io.margay.bus.Subscriber;
import io.margay.bus.Subscription;
import io.margay.dmi.NamespacedName;
import io.margay.twin.internal.PropertyView;
import io.margay.twin.internal.RefusedUpdateException;
import io.margay.twin.internal.TwinChange;
import io.margay.twin.internal.TwinUpdate;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where programs reach twins over MQTT: {@code twin/get} and {@code twin/update}. Whatever comes
 * in, an answer goes out on the topic's {@code /result}.
 */
public final class TwinDoor implements Subscriber, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TwinDoor.class);
  private static final int QUEUE = 4096;

  private final Twins twins;
  private final TwinAnnouncer announcer;
  private final Subscription subscription;

  /** The twins behind the door. */
  public interface Twins {

    /** What is known of a device; empty when the device is not known. */
    Optional<List<PropertyView>> get(NamespacedName device);

    /** Does an update; empty when the device is not known. */
    Optional<List<TwinChange>> update(NamespacedName device, TwinUpdate update)
        throws RefusedUpdateException;
  }

  public TwinDoor(MessageBus bus, Twins twins, TwinAnnouncer announcer) {
    this.twins = twins;
    this.announcer = announcer;
    this.subscription = bus.subscribe(TwinTopics.REQUESTS, QUEUE, this);
  }

  @Override
  public void onMessage(Message message) {
    String action = TwinTopics.action(message.topic());
    if (!action.equals("get") && !action.equals("update")) {
      return;
    }
    NamespacedName device = TwinTopics.device(message.topic());
    String eventId = "";
    try {
      TwinRequest request = TwinRequest.read(message.payload());
      eventId = request.eventId();
      if (action.equals("get")) {
        announcer.got(device, eventId, twins.get(device).orElseThrow(TwinDoor::unknown));
      } else {
        TwinUpdate update = request.update();
        List<TwinChange> changes = twins.update(device, update).orElseThrow(TwinDoor::unknown);
        announcer.updated(device, eventId, changes);
      }
    } catch (RefusedUpdateException e) {
      LOG.debug("{}: {}", message.topic(), e.reason());
      announcer.refused(device, action, eventId, e.code(), e.reason());
    }
  }

  private static RefusedUpdateException unknown() {
    return new RefusedUpdateException(
        NOT_FOUND, "update rejected due to the device is not existed");
  }

  @Override
  public void close() {
    subscription.close();
  }
}
