package io.margay.dmi.driver.tck;

import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DiscoveryRequest;
import java.util.Optional;

/** What the contract tests must know of a driver: how to make it, and devices to try it on. */
public interface DriverUnderTest {

  /**
   * Makes a driver. When its class has a public constructor without parameters, the tests also load
   * it a second time, as a node does that updates it.
   */
  DeviceDriver create();

  /** Starts a device that works. Its own threads and sockets are not held against the driver. */
  Counterparty start() throws Exception;

  /** A device that cannot be reached, though nothing is wrong with its description. */
  DeviceSpec away();

  /** A device whose description holds a mistake. */
  DeviceSpec invalid();

  /**
   * A device behind a peer that says nothing. The tests listen at {@code 127.0.0.1} on this TCP
   * port: one peer takes the connection and never answers, another one does not even take it.
   *
   * @return empty when the protocol has no such thing; then calls that hang are not tried
   */
  Optional<DeviceSpec> silent(int port);

  /** Where to look for devices; tried when the driver describes that it can. */
  default Optional<DiscoveryRequest> discovery() {
    return Optional.empty();
  }
}
