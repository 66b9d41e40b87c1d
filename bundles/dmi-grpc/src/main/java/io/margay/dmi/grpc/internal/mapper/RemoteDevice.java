package io.margay.dmi.grpc.internal.mapper;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.Device;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.DeviceProperty;
import io.margay.dmi.ModelProperty;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Sample;
import io.margay.dmi.TwinProperty;
import io.margay.dmi.grpc.internal.message.DeviceMessages;
import io.margay.dmi.grpc.internal.message.ReportedText;
import io.margay.dmi.grpc.internal.wire.Twin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A device that a mapper in another process is to have: its description in both forms, and what
 * reports of it need to remember. Guarded by the lock of its mapper.
 */
final class RemoteDevice {
  private final Map<String, Long> sequences = new HashMap<>();
  private final Map<String, String> fulfilled = new HashMap<>();
  private final Readings readings = new Readings();
  private final boolean nodePushes;
  private Device device;
  private Device heard;
  private DeviceModel model;
  private Description description;

  /** A description as it goes over the socket. Never changes. */
  record Description(
      NamespacedName key,
      NamespacedName modelKey,
      io.margay.dmi.grpc.internal.wire.Device device,
      ByteString fingerprint,
      io.margay.dmi.grpc.internal.wire.DeviceModel model,
      ByteString modelFingerprint) {

    static Description of(Device device, DeviceModel model) {
      io.margay.dmi.grpc.internal.wire.Device message = DeviceMessages.write(device, model);
      io.margay.dmi.grpc.internal.wire.DeviceModel common = DeviceMessages.write(model);
      return new Description(
          device.key(),
          model.key(),
          message,
          Told.fingerprint(message),
          common,
          Told.fingerprint(common));
    }
  }

  /** What a report says, sorted into what the runtime takes. */
  record Reported(List<Sample> samples, List<DesiredOutcome> outcomes) {}

  /**
   * @param nodePushes whether the node serves its push methods, and not the mapper
   */
  RemoteDevice(Device device, DeviceModel model, boolean nodePushes) {
    this.nodePushes = nodePushes;
    this.device = device;
    this.model = model;
    this.heard = nodePushes ? device : PushSide.withoutPushes(device);
    this.description = description(device, model);
  }

  private Description description(Device newDevice, DeviceModel newModel) {
    return Description.of(nodePushes ? PushSide.withoutPushes(newDevice) : newDevice, newModel);
  }

  /** Takes a new description. */
  void describe(Device newDevice, DeviceModel newModel) {
    device = newDevice;
    model = newModel;
    heard = nodePushes ? newDevice : PushSide.withoutPushes(newDevice);
    description = description(newDevice, newModel);
    fulfilled.entrySet().removeIf(wish -> !wish.getValue().equals(desired(wish.getKey())));
  }

  /** Takes the description of a model, if it is this device's, as another device has it now. */
  void describe(DeviceModel newModel) {
    if (model.key().equals(newModel.key()) && !model.equals(newModel)) {
      describe(device, newModel);
    }
  }

  Device device() {
    return device;
  }

  /** The device as listeners are to know it: with the push methods that are theirs. */
  Device heard() {
    return heard;
  }

  DeviceModel model() {
    return model;
  }

  Readings readings() {
    return readings;
  }

  Description description() {
    return description;
  }

  /**
   * Reads a report. A twin without a reported value says nothing.
   *
   * @throws io.grpc.StatusRuntimeException when it names a property that the device does not have
   */
  Reported read(List<Twin> twins, Instant now) {
    twins.forEach(twin -> property(twin.getPropertyName()));
    Map<String, Sample> samples = new LinkedHashMap<>();
    List<DesiredOutcome> outcomes = new ArrayList<>();
    for (Twin twin : twins) {
      if (twin.hasReported()) {
        ModelProperty property = property(twin.getPropertyName());
        samples.put(
            property.name(),
            ReportedText.sample(property, twin.getReported(), now, next(property.name())));
        String desired = desired(property.name());
        if (!desired.equals(fulfilled.getOrDefault(property.name(), ""))
            && ReportedText.says(property, twin.getReported().getValue(), desired)) {
          fulfilled.put(property.name(), desired);
          outcomes.add(new DesiredOutcome(property.name(), desired, null));
        }
      }
    }
    return new Reported(List.copyOf(samples.values()), outcomes);
  }

  /** That wishes which do not stand yet were refused, and why. */
  List<DesiredOutcome> failures(String why, int attempts, Instant nextAttempt) {
    List<DesiredOutcome> outcomes = new ArrayList<>();
    for (DeviceProperty property : device.properties()) {
      String desired = desired(property.name());
      if (!desired.isEmpty() && !desired.equals(fulfilled.get(property.name()))) {
        outcomes.add(new DesiredOutcome(property.name(), desired, why, attempts, nextAttempt));
      }
    }
    return outcomes;
  }

  private ModelProperty property(String name) {
    return device
        .property(name)
        .flatMap(known -> model.property(name))
        .orElseThrow(
            () ->
                Status.INVALID_ARGUMENT
                    .withDescription(
                        "twins: device %s has no property \"%s\"; it has %s"
                            .formatted(
                                device.key(),
                                name.length() <= 80 ? name : name.substring(0, 80) + "…",
                                device.properties().stream().map(DeviceProperty::name).toList()))
                    .asRuntimeException());
  }

  private long next(String property) {
    return sequences.merge(property, 1L, Long::sum);
  }

  private String desired(String property) {
    return device
        .property(property)
        .map(DeviceProperty::desired)
        .map(TwinProperty::value)
        .orElse("");
  }
}
