package io.margay.mapper.internal.device;

import io.margay.dmi.Device;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import io.margay.dmi.driver.DeviceSpec;
import java.util.List;

/**
 * What device and model say, merged and compiled.
 *
 * @param facts one for each property, in the order of {@link DeviceSpec#properties()}
 * @param timeoutMillis how long a call to the device may take
 * @param problems the mistakes that were found; with any, the rest must not be used
 * @param remarks what is accepted but worth a word to people
 */
public record CompiledDevice(
    Device device,
    DeviceModel model,
    DeviceSpec spec,
    List<PropertySlot.Facts> facts,
    long timeoutMillis,
    List<Problem> problems,
    List<String> remarks) {
  /** The longest history of a property. */
  public static final int LONGEST_HISTORY = 10_000;

  public CompiledDevice {
    facts = List.copyOf(facts);
    problems = List.copyOf(problems);
    remarks = List.copyOf(remarks);
  }

  NamespacedName key() {
    return device.key();
  }

  /** Whether it says the same. */
  boolean sameAs(CompiledDevice other) {
    return device.equals(other.device) && model.equals(other.model);
  }

  /** Whether a session that was opened with the other description does not fit this one. */
  boolean needsAnotherSessionThan(CompiledDevice other) {
    return !spec.equals(other.spec);
  }
}
