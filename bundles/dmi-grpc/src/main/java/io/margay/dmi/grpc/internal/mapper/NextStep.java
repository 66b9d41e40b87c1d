package io.margay.dmi.grpc.internal.mapper;

import io.margay.dmi.NamespacedName;
import io.margay.dmi.grpc.internal.wire.CreateDeviceModelRequest;
import io.margay.dmi.grpc.internal.wire.RegisterDeviceRequest;
import io.margay.dmi.grpc.internal.wire.RemoveDeviceModelRequest;
import io.margay.dmi.grpc.internal.wire.RemoveDeviceRequest;
import io.margay.dmi.grpc.internal.wire.UpdateDeviceModelRequest;
import io.margay.dmi.grpc.internal.wire.UpdateDeviceRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the one call that brings a mapper nearer to what it is to have: models before devices that
 * need them, devices that leave before those that come, models that nobody needs last.
 */
final class NextStep {
  private NextStep() {}

  /**
   * The next call.
   *
   * @param resting what was refused a short while ago, and waits
   */
  static Optional<Step> of(
      List<RemoteDevice.Description> wanted, Told told, Predicate<Step> resting) {
    return model(wanted, told, resting)
        .or(() -> leaving(wanted, told, resting))
        .or(() -> device(wanted, told, resting))
        .or(() -> unused(wanted, told, resting));
  }

  private static Optional<Step> model(
      List<RemoteDevice.Description> wanted, Told told, Predicate<Step> resting) {
    return wanted.stream()
        .filter(device -> !device.modelFingerprint().equals(told.models().get(device.modelKey())))
        .map(device -> describingModel(device, told.models().containsKey(device.modelKey())))
        .filter(resting.negate())
        .findFirst();
  }

  private static Step describingModel(RemoteDevice.Description device, boolean known) {
    StepKey key = StepKey.model(device.modelKey());
    return known
        ? new Step(
            key,
            "UpdateDeviceModel",
            (client, done, failed) ->
                client.call(
                    DmiMethods.UPDATE_DEVICE_MODEL,
                    UpdateDeviceModelRequest.newBuilder().setModel(device.model()).build(),
                    done,
                    failed),
            device.modelFingerprint())
        : new Step(
            key,
            "CreateDeviceModel",
            (client, done, failed) ->
                client.call(
                    DmiMethods.CREATE_DEVICE_MODEL,
                    CreateDeviceModelRequest.newBuilder().setModel(device.model()).build(),
                    done,
                    failed),
            device.modelFingerprint());
  }

  private static Optional<Step> leaving(
      List<RemoteDevice.Description> wanted, Told told, Predicate<Step> resting) {
    Set<NamespacedName> staying = new HashSet<>();
    wanted.forEach(device -> staying.add(device.key()));
    return told.devices().keySet().stream()
        .filter(known -> !staying.contains(known))
        .map(
            left ->
                new Step(
                    StepKey.device(left),
                    "RemoveDevice",
                    (client, done, failed) ->
                        client.call(
                            DmiMethods.REMOVE_DEVICE,
                            RemoveDeviceRequest.newBuilder()
                                .setDeviceName(left.name())
                                .setDeviceNamespace(left.namespace())
                                .build(),
                            done,
                            failed),
                    null))
        .filter(resting.negate())
        .findFirst();
  }

  private static Optional<Step> device(
      List<RemoteDevice.Description> wanted, Told told, Predicate<Step> resting) {
    return wanted.stream()
        .filter(device -> told.models().containsKey(device.modelKey()))
        .filter(device -> !device.fingerprint().equals(told.devices().get(device.key())))
        .map(device -> describing(device, told.devices().containsKey(device.key())))
        .filter(resting.negate())
        .findFirst();
  }

  private static Step describing(RemoteDevice.Description device, boolean known) {
    StepKey key = StepKey.device(device.key());
    return known
        ? new Step(
            key,
            "UpdateDevice",
            (client, done, failed) ->
                client.call(
                    DmiMethods.UPDATE_DEVICE,
                    UpdateDeviceRequest.newBuilder().setDevice(device.device()).build(),
                    done,
                    failed),
            device.fingerprint())
        : new Step(
            key,
            "RegisterDevice",
            (client, done, failed) ->
                client.call(
                    DmiMethods.REGISTER_DEVICE,
                    RegisterDeviceRequest.newBuilder().setDevice(device.device()).build(),
                    done,
                    failed),
            device.fingerprint());
  }

  private static Optional<Step> unused(
      List<RemoteDevice.Description> wanted, Told told, Predicate<Step> resting) {
    Set<NamespacedName> used = new HashSet<>();
    wanted.forEach(device -> used.add(device.modelKey()));
    return told.models().keySet().stream()
        .filter(known -> !used.contains(known))
        .map(
            unused ->
                new Step(
                    StepKey.model(unused),
                    "RemoveDeviceModel",
                    (client, done, failed) ->
                        client.call(
                            DmiMethods.REMOVE_DEVICE_MODEL,
                            RemoveDeviceModelRequest.newBuilder()
                                .setModelName(unused.name())
                                .setModelNamespace(unused.namespace())
                                .build(),
                            done,
                            failed),
                    null))
        .filter(resting.negate())
        .findFirst();
  }
}
