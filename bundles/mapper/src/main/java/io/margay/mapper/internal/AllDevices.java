package io.margay.mapper.internal;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.Device;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Sample;
import io.margay.dmi.access.AccessException;
import io.margay.dmi.access.AccessException.Kind;
import io.margay.dmi.access.DeviceAccess;
import io.margay.dmi.access.DeviceHost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The devices of this node, whoever serves them; hands each request on to the host of its device.
 */
@Component
public final class AllDevices implements DeviceAccess {
  private final List<DeviceHost> hosts = new CopyOnWriteArrayList<>();

  @Activate
  public AllDevices() {}

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "hostWent")
  void hostCame(DeviceHost host) {
    hosts.add(host);
  }

  void hostWent(DeviceHost host) {
    hosts.removeIf(one -> one == host);
  }

  @Override
  public List<NamespacedName> devices() {
    return hosts.stream().flatMap(host -> host.devices().stream()).distinct().sorted().toList();
  }

  @Override
  public Optional<Device> device(NamespacedName device) {
    return hosts.stream().flatMap(host -> host.device(device).stream()).findFirst();
  }

  @Override
  public Optional<DeviceModel> model(NamespacedName device) {
    return hosts.stream().flatMap(host -> host.model(device).stream()).findFirst();
  }

  @Override
  public CompletionStage<Sample> read(NamespacedName device, String property, Duration maxAge) {
    return asked(device, host -> host.read(device, property, maxAge));
  }

  @Override
  public CompletionStage<List<DesiredOutcome>> write(
      NamespacedName device, Map<String, String> values) {
    return asked(device, host -> host.write(device, values));
  }

  @Override
  public CompletionStage<Map<String, Object>> call(
      NamespacedName device, String method, Map<String, Object> arguments) {
    return asked(device, host -> host.call(device, method, arguments));
  }

  @Override
  public List<Sample> history(NamespacedName device, String property) {
    return host(device).orElseThrow(() -> unknown(device)).history(device, property);
  }

  private <T> CompletionStage<T> asked(
      NamespacedName device, Function<DeviceHost, CompletionStage<T>> request) {
    return host(device)
        .map(request)
        .orElseGet(() -> CompletableFuture.failedFuture(unknown(device)));
  }

  private Optional<DeviceHost> host(NamespacedName device) {
    return hosts.stream().filter(host -> host.device(device).isPresent()).findFirst();
  }

  private static AccessException unknown(NamespacedName device) {
    return new AccessException(Kind.NOT_FOUND, "device " + device + " is not served here");
  }
}
