package io.margay.driver.onvif.internal;

import io.margay.dmi.PropertyType;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.ReadingSink;
import io.margay.dmi.driver.SubscriptionSink;
import io.margay.driver.onvif.internal.camera.Camera;
import io.margay.driver.onvif.internal.events.EventSink;
import io.margay.driver.onvif.internal.events.Notification;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Makes values of properties of what a camera tells, and remembers the last of each. */
final class Listening implements EventSink {
  private static final Map<String, Boolean> TRUTH =
      Map.of(
          "true", true, "1", true, "active", true, "false", false, "0", false, "inactive", false);

  private final Camera camera;
  private final List<Item.Told> items;
  private final SubscriptionSink sink;
  private final Map<String, Object> last = new ConcurrentHashMap<>();

  Listening(Camera camera, List<Item.Told> items, SubscriptionSink sink) {
    this.camera = camera;
    this.items = items;
    this.sink = sink;
  }

  @Override
  public void happened(Notification notification) {
    for (Item.Told item : items) {
      if (item.topic().covers(notification)) {
        tell(item, notification);
      }
    }
  }

  private void tell(Item.Told item, Notification notification) {
    PropertySpec property = item.property();
    String said = notification.value(item.topic().item());
    if (notification.operation().equals("Deleted")) {
      last.remove(property.name());
      sink.bad(property, "the camera has this state no more");
      return;
    }
    if (said == null) {
      sink.bad(property, "the event has no item \"" + item.topic().item() + "\"");
      return;
    }
    Object value = value(property, said);
    last.put(property.name(), value);
    Optional<Instant> time = camera.ourTime(notification.utc());
    if (time.isPresent()) {
      sink.good(property, value, time.get());
    } else {
      sink.good(property, value);
    }
  }

  /** A contact is {@code active} where others are {@code true}. */
  private static Object value(PropertySpec property, String said) {
    Boolean truth = property.type() == PropertyType.BOOLEAN ? TRUTH.get(said) : null;
    return truth == null ? said : truth;
  }

  @Override
  public void lost(String reason) {
    sink.lost(reason);
  }

  /** Answers a read with what was told last. */
  static void read(@Nullable Listening listening, Item.Told item, ReadingSink sink) {
    if (listening == null) {
      sink.bad(item.property(), "the camera does not tell of events");
      return;
    }
    Object value = listening.last.get(item.property().name());
    if (value == null) {
      sink.bad(item.property(), "no event " + item.topic().path() + " so far");
    } else {
      sink.good(item.property(), value);
    }
  }
}
