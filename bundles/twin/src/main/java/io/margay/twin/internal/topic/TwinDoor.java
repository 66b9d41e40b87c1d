package io.margay.twin.internal.topic;

import static io.margay.twin.internal.RefusedUpdateException.NOT_FOUND;

import io.margay.bus.Message;
import io.margay.bus.MessageBus;
import io.margay.bus.Subscription;
import io.margay.dmi.DeviceState;
import io.margay.dmi.NamespacedName;
import io.margay.twin.internal.Asker;
import io.margay.twin.internal.DeviceCondition;
import io.margay.twin.internal.PropertyView;
import io.margay.twin.internal.RefusedUpdateException;
import io.margay.twin.internal.TwinUpdate;
import java.util.List;
import java.util.Optional;

/**
 * Where programs reach devices over MQTT: {@code twin/get}, {@code twin/update} and {@code
 * state/update}. Whatever comes in, an answer goes out on the topic's {@code /result}.
 */
public final class TwinDoor implements AutoCloseable {
  private static final int QUEUE = 4096;

  private final Twins twins;
  private final TwinAnswers answers;
  private final List<Subscription> subscriptions;
  private volatile TwinAlphabet alphabet = TwinAlphabet.KUBEEDGE;

  /** The twins behind the door. */
  public interface Twins {

    /** What is known of a device; empty when the device is not known. */
    Optional<List<PropertyView>> get(NamespacedName device);

    /** Does an update and answers the asker; false when the device is not known. */
    boolean update(NamespacedName device, TwinUpdate update) throws RefusedUpdateException;

    /** Has a device be what a program says that it is; empty when the device is not known. */
    Optional<DeviceCondition> become(NamespacedName device, DeviceState state, Asker asker);
  }

  public TwinDoor(MessageBus bus, Twins twins, TwinAnswers answers) {
    this.twins = twins;
    this.answers = answers;
    this.subscriptions =
        DeviceTopic.ALL.stream()
            .map(topics -> bus.subscribe(topics, QUEUE, this::onMessage))
            .toList();
  }

  /** Lets any text be a value, or only what KubeEdge lets through. */
  public void acceptAnyValue(boolean any) {
    alphabet = any ? TwinAlphabet.ANY_VALUE : TwinAlphabet.KUBEEDGE;
  }

  private void onMessage(Message message) {
    DeviceTopic topic = DeviceTopic.of(message.topic());
    if (!topic.isRequest()) {
      return;
    }
    Asker asker = new Asker(topic.generation(), "");
    try {
      TwinRequest request = TwinRequest.read(message.payload());
      asker = asker.withId(request.eventId());
      answer(asker, topic, request);
    } catch (RefusedUpdateException e) {
      answers.refused(asker, topic.device(), topic.request(), e.code(), e.reason());
    }
  }

  private void answer(Asker asker, DeviceTopic topic, TwinRequest request)
      throws RefusedUpdateException {
    NamespacedName device = topic.device();
    switch (topic.request()) {
      case DeviceTopic.TWIN_GET ->
          answers.got(
              asker,
              device,
              twins
                  .get(device)
                  .orElseThrow(() -> unknown("device not found while getting twin: " + device)));
      case DeviceTopic.TWIN_UPDATE -> {
        if (!twins.update(device, request.update(asker, alphabet))) {
          throw unknown("update rejected due to the device is not existed");
        }
      }
      default -> {
        Asker told = asker.eventId().isEmpty() ? asker.withId(Events.newId()) : asker;
        answers.state(
            told,
            device,
            twins
                .become(device, request.state(), told)
                .orElseThrow(() -> unknown("device not found while updating state: " + device)));
      }
    }
  }

  private static RefusedUpdateException unknown(String reason) {
    return new RefusedUpdateException(NOT_FOUND, reason);
  }

  @Override
  public void close() {
    subscriptions.forEach(Subscription::close);
  }
}
