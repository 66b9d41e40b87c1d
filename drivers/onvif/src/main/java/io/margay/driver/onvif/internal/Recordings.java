package io.margay.driver.onvif.internal;

import io.margay.dmi.NamespacedName;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.ReadingSink;
import io.margay.driver.onvif.internal.camera.Camera;
import io.margay.driver.onvif.internal.camera.Operations;
import io.margay.driver.onvif.internal.soap.CameraFault;
import io.margay.driver.onvif.internal.stream.Recorder;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The recorders of a camera's properties. */
final class Recordings implements AutoCloseable {
  private static final long LEEWAY_MILLIS = 300;

  private final NamespacedName device;
  private final Camera camera;
  private final Operations operations;

  /** By what is recorded, so that a property that changes gets another one. */
  private final Map<Item.Recorded, Recorder> recorders = new HashMap<>();

  Recordings(NamespacedName device, Camera camera, Operations operations) {
    this.device = device;
    this.camera = camera;
    this.operations = operations;
  }

  /** Tells the newest file. */
  void read(Item.Recorded item, ReadingSink sink, Deadline deadline) throws DriverException {
    Recorder recorder = recorder(item);
    Duration wait = Duration.ofMillis(Math.max(1, deadline.remainingMillis() - LEEWAY_MILLIS));
    try {
      sink.good(
          item.property(),
          recorder.newest(() -> uri(item, deadline), camera.user(), Deadline.in(wait)).toString());
    } catch (CameraFault e) {
      sink.bad(item.property(), String.valueOf(e.getMessage()));
    }
  }

  private Recorder recorder(Item.Recorded item) {
    Recorder there = recorders.get(item);
    if (there != null) {
      return there;
    }
    closeFormer(item.property().index());
    String name = device.namespace() + "-" + device.name() + "-" + item.property().name();
    Recorder fresh = new Recorder(item.settings(), name, Clock.systemUTC());
    recorders.put(item, fresh);
    return fresh;
  }

  private void closeFormer(int index) {
    for (Item.Recorded other : List.copyOf(recorders.keySet())) {
      Recorder former = other.property().index() == index ? recorders.remove(other) : null;
      if (former != null) {
        former.close();
      }
    }
  }

  private String uri(Item.Recorded item, Deadline deadline) throws CameraFault, DriverException {
    String profile = item.settings().profile();
    Map<String, Object> arguments = profile.isEmpty() ? Map.of() : Map.of("profile", profile);
    return String.valueOf(operations.run("GetStreamUri", arguments, deadline).get("uri"));
  }

  @Override
  public void close() {
    recorders.values().forEach(Recorder::close);
    recorders.clear();
  }
}
