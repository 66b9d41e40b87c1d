package io.margay.dmi;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The runtime's side of DMI: takes what mappers have to say about their devices.
 *
 * <p>May be called from any thread; calls for one device must come one after another. None of them
 * blocks on a disk or a network. Reports about a device that the runtime does not know are dropped.
 */
@ProviderType
public interface DeviceManager {

  /** Reports what the device said: the samples of one moment, each property at most once. */
  void reportSamples(NamespacedName device, List<Sample> samples);

  /** Reports what became of desired values. */
  void reportOutcomes(NamespacedName device, List<DesiredOutcome> outcomes);

  /**
   * Reports how the device is.
   *
   * @param reason why, in words for people; null when there is nothing to explain
   */
  void reportState(NamespacedName device, DeviceState state, @Nullable String reason);
}
