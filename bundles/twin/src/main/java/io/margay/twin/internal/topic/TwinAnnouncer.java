package io.margay.twin.internal.topic;

import io.margay.dmi.NamespacedName;
import io.margay.twin.internal.Asker;
import io.margay.twin.internal.DeviceCondition;
import io.margay.twin.internal.PropertyView;
import io.margay.twin.internal.Reported;
import io.margay.twin.internal.TwinChange;
import java.util.List;
import java.util.Map;

/** Tells programs what happens to devices and their twins. */
public final class TwinAnnouncer {
  private static final String DOCUMENT = "twin/update/document";
  private static final String STATE = "state/update/result";

  private final Events events;

  public TwinAnnouncer(Events events) {
    this.events = events;
  }

  /** A mapper reported values. */
  public void reported(NamespacedName device, List<Reported> changes) {
    events.publish("$ke/events/device/" + device + "/data/update", DataJson.data(changes));
    doubted(device, changes);
  }

  /** Nobody reads these values any more; they are no new samples. */
  public void doubted(NamespacedName device, List<Reported> changes) {
    events.tell(device, DOCUMENT, TwinJson.reported(changes));
  }

  /** A description or a wish has changed a twin. */
  public void changed(NamespacedName device, List<TwinChange> changes) {
    if (!changes.isEmpty()) {
      events.tell(device, DOCUMENT, TwinJson.document(changes));
    }
  }

  /** A twin has changed, by an event that has an id. */
  public void changed(NamespacedName device, String eventId, List<TwinChange> changes) {
    if (!changes.isEmpty()) {
      events.tell(device, DOCUMENT, eventId, TwinJson.document(changes));
    }
  }

  /**
   * Properties are not what they should be.
   *
   * @param wished all properties for which somebody wishes something
   */
  public void differs(NamespacedName device, List<PropertyView> wished) {
    events.tell(device, "twin/update/delta", TwinJson.delta(wished));
  }

  /** A device came into another state. */
  public void state(NamespacedName device, DeviceCondition condition) {
    events.tell(device, STATE, DeviceJson.state(device, condition));
  }

  /** A program has brought a device into another state; it is told by itself. */
  public void stateBy(Asker asker, NamespacedName device, DeviceCondition condition) {
    events.tellOthers(asker, device, STATE, DeviceJson.state(device, condition));
  }

  /** A device is described differently from before. KubeEdge leaves the id of this event empty. */
  public void described(NamespacedName device, Map<String, String> attributes) {
    events.tell(device, "updated", "", DeviceJson.attributes(attributes));
  }
}
