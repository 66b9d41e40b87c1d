package io.margay.twin.internal;

import io.margay.dmi.Device;
import io.margay.dmi.DeviceMapper;
import io.margay.dmi.DeviceModel;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Knows the mappers that are there right now, and says which one serves a device. */
@Component(service = Mappers.class)
public final class Mappers {
  private final Set<DeviceMapper> present = new CopyOnWriteArraySet<>();
  private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindMapper(DeviceMapper mapper) {
    present.add(mapper);
    tell();
  }

  void unbindMapper(DeviceMapper mapper) {
    present.remove(mapper);
    tell();
  }

  /**
   * The mapper of the protocol that the device, or else its model, names; of several, the one that
   * came first.
   *
   * @param name the only mapper that will do; empty for any
   */
  public Optional<DeviceMapper> serving(Device device, DeviceModel model, String name) {
    String protocol = protocol(device, model);
    return present.stream()
        .filter(mapper -> mapper.info().protocol().equals(protocol))
        .filter(mapper -> name.isEmpty() || mapper.info().name().equals(name))
        .findFirst();
  }

  /** Whether a mapper that was there once still is. */
  boolean isPresent(DeviceMapper mapper) {
    return present.contains(mapper);
  }

  /** The protocol that the device, or else its model, names. */
  static String protocol(Device device, DeviceModel model) {
    return device.protocol().protocolName().isEmpty()
        ? model.protocol()
        : device.protocol().protocolName();
  }

  /** Calls a listener whenever a mapper comes or goes from now on. */
  AutoCloseable listen(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void tell() {
    listeners.forEach(Runnable::run);
  }
}
