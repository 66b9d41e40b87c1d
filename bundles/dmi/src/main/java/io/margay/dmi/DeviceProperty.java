package io.margay.dmi;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One datum of a device ({@code Device.spec.properties[]}).
 *
 * @param name unique within the device; the device's model has a property of this name
 * @param desired the value that the device should take on; null when nobody wishes for one
 * @param visitors how to reach the property
 * @param collectCycleMillis how often to read it; 0 leaves that to the mapper
 * @param reportCycleMillis how often to report it; 0 leaves that to the mapper
 * @param reportToCloud whether the cloud is told its value
 * @param pushMethod where else its samples go, as the manifest has it; empty for nowhere
 */
public record DeviceProperty(
    String name,
    @Nullable TwinProperty desired,
    ProtocolConfig visitors,
    long collectCycleMillis,
    long reportCycleMillis,
    boolean reportToCloud,
    Map<String, Object> pushMethod) {

  public DeviceProperty {
    requireNonNull(name, "name");
    requireNonNull(visitors, "visitors");
    pushMethod = ConfigData.frozen(pushMethod);
  }
}
