package io.margay.dmi.grpc.internal.mapper;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.Device;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Sample;
import io.margay.dmi.access.AccessException;
import io.margay.dmi.access.AccessException.Kind;
import io.margay.dmi.access.DeviceHost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What can be asked of devices whose mappers are other processes. DMI v1beta1 has a call that gives
 * wishes, and none that reads, writes once or runs a method: a read waits for what the mapper
 * reports next, and the others are refused with what to do instead.
 */
final class RemoteAccess implements DeviceHost {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final Supplier<List<RemoteMapper>> mappers;
  private final ScheduledExecutorService loop;

  RemoteAccess(Supplier<List<RemoteMapper>> mappers, ScheduledExecutorService loop) {
    this.mappers = mappers;
    this.loop = loop;
  }

  @Override
  public List<NamespacedName> devices() {
    return mappers.get().stream().flatMap(mapper -> mapper.keys().stream()).toList();
  }

  @Override
  public Optional<Device> device(NamespacedName device) {
    return mappers.get().stream().flatMap(mapper -> mapper.getDevice(device).stream()).findFirst();
  }

  @Override
  public Optional<DeviceModel> model(NamespacedName device) {
    return mappers.get().stream().flatMap(mapper -> mapper.model(device).stream()).findFirst();
  }

  @Override
  public CompletionStage<Sample> read(NamespacedName device, String property, Duration maxAge) {
    try {
      RemoteMapper mapper = serving(device);
      CompletableFuture<Sample> answer = mapper.read(device, property, maxAge);
      if (!answer.isDone()) {
        giveUp(
            answer,
            "mapper %s, another process, has reported no %s of device %s within %d s; DMI has no"
                    .formatted(mapper.info().name(), property, device, LONGEST_WAIT.toSeconds())
                + " call that reads");
      }
      return answer;
    } catch (AccessException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the loop logs what a task throws
  private void giveUp(CompletableFuture<Sample> answer, String why) {
    loop.schedule(
        () -> answer.completeExceptionally(new AccessException(Kind.DEVICE_FAILED, why)),
        LONGEST_WAIT.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  @Override
  public CompletionStage<List<DesiredOutcome>> write(
      NamespacedName device, Map<String, String> values) {
    return refused(
        device,
        "%s is told desired values alone, since DMI has no call that writes once; desire it:"
            + " device:set, or expected over MQTT");
  }

  @Override
  public CompletionStage<Map<String, Object>> call(
      NamespacedName device, String method, Map<String, Object> arguments) {
    return refused(device, "%s cannot be called: DMI has no call that runs a method");
  }

  private <T> CompletionStage<T> refused(NamespacedName device, String why) {
    try {
      String mapper =
          "mapper %s, another process, serves device %s. It"
              .formatted(serving(device).info().name(), device);
      return CompletableFuture.failedFuture(
          new AccessException(Kind.INVALID, why.formatted(mapper)));
    } catch (AccessException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public List<Sample> history(NamespacedName device, String property) {
    return serving(device).newest(device, property).stream().toList();
  }

  private RemoteMapper serving(NamespacedName device) {
    return mappers.get().stream()
        .filter(mapper -> mapper.has(device))
        .findFirst()
        .orElseThrow(
            () -> new AccessException(Kind.NOT_FOUND, "device " + device + " is not served here"));
  }
}
