package io.margay.twin.internal.topic;

import io.margay.bus.Message;
import io.margay.bus.MessageBus;
import io.margay.bus.Payload;
import io.margay.dmi.NamespacedName;
import io.margay.twin.internal.DeviceCondition;
import io.margay.twin.internal.PropertyView;
import io.margay.twin.internal.Reported;
import io.margay.twin.internal.TwinChange;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Tells the bus what happens to twins. The JSON is made only if somebody reads it. */
public final class TwinAnnouncer {
  private final MessageBus bus;
  private final Clock clock;

  public TwinAnnouncer(MessageBus bus, Clock clock) {
    this.bus = bus;
    this.clock = clock;
  }

  /** A mapper reported values. */
  public void reported(NamespacedName device, List<Reported> changes) {
    publish(
        TwinTopics.data(device), json -> json.data(changes.stream().map(Reported::now).toList()));
    document(device, changes);
  }

  /** Nobody reads these values any more; they are no new samples. */
  public void doubted(NamespacedName device, List<Reported> changes) {
    document(device, changes);
  }

  private void document(NamespacedName device, List<Reported> changes) {
    publish(
        TwinTopics.twin(device, "update/document"),
        json -> json.document(changes.stream().map(Reported::asChange).toList()));
  }

  /** Properties are not what they should be. */
  public void differs(NamespacedName device, List<PropertyView> differing) {
    publish(TwinTopics.twin(device, "update/delta"), json -> json.delta(differing));
  }

  /** A device came into another state. */
  public void state(NamespacedName device, DeviceCondition condition) {
    publish(TwinTopics.stateResult(device), json -> json.state(device.name(), condition));
  }

  /** A program's update was done. */
  public void updated(NamespacedName device, String eventId, List<TwinChange> changes) {
    answer(TwinTopics.twin(device, "update/result"), eventId, json -> json.result(changes));
    answer(TwinTopics.twin(device, "update/document"), eventId, json -> json.document(changes));
  }

  /** A program's question is answered. */
  public void got(NamespacedName device, String eventId, List<PropertyView> properties) {
    answer(TwinTopics.twin(device, "get/result"), eventId, json -> json.twins(properties));
  }

  /**
   * A program's request was not done.
   *
   * @param request what it asked: {@code update} or {@code get}
   */
  public void refused(
      NamespacedName device, String request, String eventId, int code, String reason) {
    answer(TwinTopics.twin(device, request + "/result"), eventId, json -> json.error(code, reason));
  }

  private void publish(String topic, Function<TwinJson, byte[]> body) {
    Instant now = clock.instant();
    send(topic, () -> body.apply(new TwinJson(UUID.randomUUID().toString(), now)));
  }

  private void answer(String topic, String eventId, Function<TwinJson, byte[]> body) {
    Instant now = clock.instant();
    send(topic, () -> body.apply(new TwinJson(eventId, now)));
  }

  private void send(String topic, Supplier<byte[]> json) {
    bus.publish(Message.of(topic, Payload.lazy(json)));
  }
}
