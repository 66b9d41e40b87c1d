package io.margay.mapper.internal.device;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.Device;
import io.margay.dmi.DeviceMethod;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Sample;
import io.margay.dmi.access.AccessException;
import io.margay.dmi.access.AccessException.Kind;
import io.margay.dmi.access.DeviceHost;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Finds the devices of all mappers of the engine for programs that want to reach them at will. */
@Component(service = {DeviceHost.class, ServedDevices.class})
public final class ServedDevices implements DeviceHost {
  private final List<EngineMapper> mappers = new CopyOnWriteArrayList<>();

  @Activate
  public ServedDevices() {}

  /** The devices of this mapper can be reached from now on. */
  public void add(EngineMapper mapper) {
    mappers.add(mapper);
  }

  /** The devices of this mapper can be reached no more. */
  public void remove(EngineMapper mapper) {
    mappers.remove(mapper);
  }

  @Override
  public List<NamespacedName> devices() {
    return mappers.stream().flatMap(mapper -> mapper.keys().stream()).sorted().toList();
  }

  @Override
  public Optional<Device> device(NamespacedName device) {
    return compiled(device).map(CompiledDevice::device);
  }

  @Override
  public Optional<DeviceModel> model(NamespacedName device) {
    return compiled(device).map(CompiledDevice::model);
  }

  @Override
  public CompletionStage<Sample> read(NamespacedName device, String property, Duration maxAge) {
    try {
      return line(device).requests().read(property, maxAge);
    } catch (AccessException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletionStage<List<DesiredOutcome>> write(
      NamespacedName device, Map<String, String> values) {
    try {
      DeviceLine line = line(device);
      return values.isEmpty()
          ? CompletableFuture.completedFuture(List.of())
          : line.requests().write(values, Written::outcomes);
    } catch (AccessException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletionStage<Map<String, Object>> call(
      NamespacedName device, String method, Map<String, Object> arguments) {
    try {
      DeviceLine line = line(device);
      DeviceMethod known = method(line.device(), method);
      if (!known.propertyNames().isEmpty()) {
        Map<String, String> values = values(device, known, arguments);
        return line.requests().write(values, ServedDevices::answer);
      }
      if (!mapper(device).canInvoke()) {
        throw new AccessException(
            Kind.NOT_FOUND,
            "method "
                + method
                + " of device "
                + device
                + " names no properties, and its driver runs no methods");
      }
      return line.requests().invoke(method, arguments);
    } catch (AccessException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public List<Sample> history(NamespacedName device, String property) {
    return line(device).requests().history(property);
  }

  private static Map<String, Object> answer(Written written) {
    String failures =
        written.outcomes().stream()
            .filter(outcome -> outcome.failure() != null)
            .map(outcome -> outcome.property() + ": " + outcome.failure())
            .collect(Collectors.joining("; "));
    if (!failures.isEmpty()) {
      throw new AccessException(Kind.DEVICE_FAILED, failures);
    }
    return written.values();
  }

  private static Map<String, String> values(
      NamespacedName device, DeviceMethod method, Map<String, Object> arguments) {
    String of = "method " + method.name() + " of device " + device;
    for (String argument : arguments.keySet()) {
      if (!method.propertyNames().contains(argument)) {
        throw new AccessException(
            Kind.INVALID,
            of
                + " has no argument "
                + argument
                + "; it has "
                + String.join(", ", method.propertyNames()));
      }
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String property : method.propertyNames()) {
      Object value = arguments.get(property);
      if (value != null) {
        values.put(
            property,
            value instanceof byte[] bytes
                ? Base64.getEncoder().encodeToString(bytes)
                : String.valueOf(value));
      }
    }
    if (values.isEmpty()) {
      throw new AccessException(
          Kind.INVALID,
          of + " needs a value for one of " + String.join(", ", method.propertyNames()));
    }
    return values;
  }

  private static DeviceMethod method(Device device, String name) {
    return device.methods().stream()
        .filter(method -> method.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new AccessException(
                    Kind.NOT_FOUND,
                    "device "
                        + device.key()
                        + " has no method "
                        + name
                        + "; it has "
                        + (device.methods().isEmpty()
                            ? "none"
                            : device.methods().stream()
                                .map(DeviceMethod::name)
                                .collect(Collectors.joining(", ")))));
  }

  private Optional<CompiledDevice> compiled(NamespacedName device) {
    return mappers.stream()
        .flatMap(mapper -> mapper.line(device).stream())
        .map(DeviceLine::compiled)
        .findFirst();
  }

  private DeviceLine line(NamespacedName device) {
    return mapper(device).line(device).orElseThrow(() -> unknown(device));
  }

  private EngineMapper mapper(NamespacedName device) {
    return mappers.stream()
        .filter(mapper -> mapper.line(device).isPresent())
        .findFirst()
        .orElseThrow(() -> unknown(device));
  }

  private static AccessException unknown(NamespacedName device) {
    return new AccessException(Kind.NOT_FOUND, "device " + device + " is not served here");
  }
}
