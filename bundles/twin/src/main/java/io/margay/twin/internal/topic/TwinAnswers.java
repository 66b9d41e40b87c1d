package io.margay.twin.internal.topic;

import io.margay.dmi.NamespacedName;
import io.margay.twin.internal.Asker;
import io.margay.twin.internal.DeviceCondition;
import io.margay.twin.internal.PropertyView;
import io.margay.twin.internal.TwinChange;
import io.margay.twin.internal.TwinUpdate;
import java.util.List;

/** Answers programs that asked something of a device, on the topics of the generation they use. */
public final class TwinAnswers {
  private static final String RESULT = "/result";

  private final Events events;

  public TwinAnswers(Events events) {
    this.events = events;
  }

  /** What is known of a twin. */
  void got(Asker asker, NamespacedName device, List<PropertyView> properties) {
    events.answer(asker, device, DeviceTopic.TWIN_GET + RESULT, TwinJson.twins(properties));
  }

  /** An update was done. */
  public void updated(NamespacedName device, TwinUpdate update, List<TwinChange> changes) {
    events.answer(
        update.asker(), device, DeviceTopic.TWIN_UPDATE + RESULT, TwinJson.result(update, changes));
  }

  /** How a device is, after a program has said so. */
  void state(Asker asker, NamespacedName device, DeviceCondition condition) {
    events.answer(
        asker, device, DeviceTopic.STATE_UPDATE + RESULT, DeviceJson.state(device, condition));
  }

  /** What a program wished for did not become true. */
  public void failed(Asker asker, NamespacedName device, int code, String reason) {
    refused(asker, device, DeviceTopic.TWIN_UPDATE, code, reason);
  }

  /** A request was not done. */
  void refused(Asker asker, NamespacedName device, String request, int code, String reason) {
    events.answer(asker, device, request + RESULT, EventBody.error(code, reason));
  }
}
