package io.margay.dmi;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The mapper's side of DMI: keeps devices of one protocol in step with their descriptions, and
 * reports to the {@link DeviceManager} what they say.
 *
 * <p>Published as a service by whoever runs a mapper: the mapper engine for a driver in a bundle,
 * the DMI socket for a mapper in another process. The runtime calls it from one thread at a time.
 * Calls return at once: they state a wish, and reaching the device happens later on the mapper's
 * own threads.
 *
 * <p>All calls are idempotent, so that the runtime may repeat what it said whenever it is in doubt.
 */
@ConsumerType
public interface DeviceMapper {

  /** Who this mapper is; never changes during the service's life. */
  MapperInfo info();

  /**
   * Finds the mistakes in a description, without touching the device.
   *
   * @return empty if the mapper would accept it, or cannot tell in advance
   */
  List<Problem> validate(Device device, DeviceModel model);

  /** Takes up a device, or changes what is known of it. Spurious calls change nothing. */
  void registerDevice(Device device, DeviceModel model);

  /**
   * Changes a device that was registered. A change of {@link DeviceProperty#desired()} writes to
   * the device; what else changed is applied with as little disturbance as possible.
   */
  void updateDevice(Device device, DeviceModel model);

  /** Lets go of a device. Nothing more is reported of it once the call has returned. */
  void removeDevice(NamespacedName device);

  /** The device as this mapper knows it. */
  Optional<Device> getDevice(NamespacedName device);
}
