package io.margay.dmi.access;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.Device;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Devices that are served on this node, for callers that wait for an answer.
 *
 * <p>No call blocks. A stage completes on a thread that must not be blocked either; it fails with
 * {@link AccessException} and nothing else.
 */
@ProviderType
public interface DeviceAccess {

  /** The devices that are served, by name. */
  List<NamespacedName> devices();

  /** A device as it is described. */
  Optional<Device> device(NamespacedName device);

  /** The model of a device. */
  Optional<DeviceModel> model(NamespacedName device);

  /**
   * A property's value: the last one if it is young enough, else one that is read now, before the
   * polls that wait. Reads that are asked for at the same time share one request to the device.
   *
   * @param maxAge how old the value may be; zero asks the device in any case
   */
  CompletionStage<Sample> read(NamespacedName device, String property, Duration maxAge);

  /**
   * Writes values in the order of the map, once, without making them the desired ones.
   *
   * @param values by property, in text form
   * @return one outcome for each, in the same order
   */
  CompletionStage<List<DesiredOutcome>> write(NamespacedName device, Map<String, String> values);

  /**
   * Calls a method of {@code Device.spec.methods}: one that names properties writes the arguments
   * to them, any other is handed to the driver.
   *
   * @param arguments by the name of the property, or of the method's own argument
   * @return the driver's answer; for written properties, their values as they were read back
   */
  CompletionStage<Map<String, Object>> call(
      NamespacedName device, String method, Map<String, Object> arguments);

  /**
   * The samples of a property that are remembered, the oldest first.
   *
   * @throws AccessException when there is no such device or property
   */
  List<Sample> history(NamespacedName device, String property);
}
