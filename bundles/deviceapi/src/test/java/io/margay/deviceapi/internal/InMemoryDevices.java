package io.margay.deviceapi.internal;

import io.margay.dmi.AccessMode;
import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.Device;
import io.margay.dmi.DeviceMethod;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.DeviceProperty;
import io.margay.dmi.ModelProperty;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.PropertyType;
import io.margay.dmi.ProtocolConfig;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.dmi.access.AccessException;
import io.margay.dmi.access.DeviceAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** One device, {@code default/press}, whose properties a test sets and whose callers it sees. */
final class InMemoryDevices implements DeviceAccess {
  static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
  private static final NamespacedName PRESS = new NamespacedName("default", "press");

  final Map<String, Object> values = new ConcurrentHashMap<>(Map.of("speed", 12.5, "on", true));
  final List<String> calls = new CopyOnWriteArrayList<>();

  /** While it is there, reads wait for it. */
  volatile CompletableFuture<Void> hold = CompletableFuture.completedFuture(null);

  /** What reads and writes fail with. */
  volatile Optional<AccessException> failure = Optional.empty();

  @Override
  public List<NamespacedName> devices() {
    return List.of(PRESS);
  }

  @Override
  public Optional<Device> device(NamespacedName device) {
    ProtocolConfig protocol = new ProtocolConfig("simulator", Map.of());
    return device.equals(PRESS)
        ? Optional.of(
            new Device(
                PRESS,
                "press-model",
                protocol,
                List.of(property("speed", protocol), property("on", protocol)),
                List.of(
                    new DeviceMethod("adjust", "sets the speed", List.of("speed")),
                    new DeviceMethod("home", "moves home", List.of()))))
        : Optional.empty();
  }

  private static DeviceProperty property(String name, ProtocolConfig protocol) {
    return new DeviceProperty(name, null, protocol, 0, 0, false, Map.of());
  }

  @Override
  public Optional<DeviceModel> model(NamespacedName device) {
    ProtocolConfig visitors = new ProtocolConfig("simulator", Map.of());
    return device(device)
        .map(
            press ->
                new DeviceModel(
                    press.modelKey(),
                    "simulator",
                    Map.of(),
                    List.of(
                        new ModelProperty(
                            "speed",
                            "of the ram",
                            PropertyType.FLOAT,
                            AccessMode.READ_WRITE,
                            "0",
                            "50",
                            "mm/s",
                            visitors),
                        new ModelProperty(
                            "on",
                            "",
                            PropertyType.BOOLEAN,
                            AccessMode.READ_ONLY,
                            null,
                            null,
                            "",
                            visitors))));
  }

  @Override
  public CompletionStage<Sample> read(NamespacedName device, String property, Duration maxAge) {
    calls.add("read %s %s %d".formatted(device, property, maxAge.toMillis()));
    return failure.isPresent()
        ? CompletableFuture.failedFuture(failure.get())
        : hold.thenApply(ignored -> sample(property, 7));
  }

  private Sample sample(String property, long sequence) {
    Object value = values.get(property);
    return value == null
        ? new Sample(property, null, Quality.BAD, "the device is away", TIME, sequence)
        : new Sample(property, value, Quality.GOOD, null, TIME, sequence);
  }

  @Override
  public CompletionStage<List<DesiredOutcome>> write(
      NamespacedName device, Map<String, String> wanted) {
    calls.add("write %s %s".formatted(device, wanted));
    if (failure.isPresent()) {
      return CompletableFuture.failedFuture(failure.get());
    }
    List<DesiredOutcome> outcomes = new ArrayList<>();
    wanted.forEach(
        (name, value) ->
            outcomes.add(
                new DesiredOutcome(
                    name, value, value.equals("666") ? "illegal data value" : null)));
    return CompletableFuture.completedFuture(outcomes);
  }

  @Override
  public CompletionStage<Map<String, Object>> call(
      NamespacedName device, String method, Map<String, Object> arguments) {
    calls.add("call %s %s %s".formatted(device, method, arguments));
    return CompletableFuture.completedFuture(new LinkedHashMap<>(arguments));
  }

  @Override
  public List<Sample> history(NamespacedName device, String property) {
    return List.of(sample(property, 1), sample(property, 2), sample(property, 3));
  }
}
