package io.margay.dmi.grpc.internal.mapper;

import io.margay.dmi.DeviceMapper;
import io.margay.dmi.access.DeviceHost;

/** The service registry, as far as mappers in other processes are offered in it. */
public interface Registry {

  /**
   * Offers a mapper.
   *
   * @return takes it out again
   */
  Runnable publish(DeviceMapper mapper);

  /**
   * Offers the devices of all mappers.
   *
   * @return takes them out again
   */
  Runnable publish(DeviceHost devices);
}
