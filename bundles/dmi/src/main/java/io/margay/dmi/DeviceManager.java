package io.margay.dmi;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

  /**
   * Completes when every device that is to be given to a mapper right now has been given: a mapper
   * in another process asks for its devices once, and the answer should hold them all.
   *
   * @return a stage that completes on the thread that gives devices, and never fails
   */
  default CompletionStage<Void> settled() {
    return CompletableFuture.completedFuture(null);
  }
}
