package io.margay.dmi;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears what devices say, beside the runtime: push targets, charts, rules. Published as a service;
 * any number of them.
 *
 * <p>Calls for one device come one after another, from the threads that read devices: return soon,
 * and never block. What a listener throws is logged and concerns nobody else.
 */
@ConsumerType
public interface SampleListener {

  /**
   * A device has been reported: the samples of one moment, each property at most once, in the order
   * of their sequence numbers.
   *
   * @param device as it is described at this moment; the same instance until it changes
   */
  void sampled(Device device, DeviceModel model, List<Sample> samples);

  /** A device was let go of; nothing more comes of it unless it is taken up again. */
  void removed(NamespacedName device);
}
