package io.margay.dmi.driver.example;

import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DiscoveryRequest;
import io.margay.dmi.driver.tck.Counterparty;
import io.margay.dmi.driver.tck.DriverUnderTest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The line driver, or one that has a flaw, as the contract's tests want to have it. */
record LineDriverUnderTest(Supplier<DeviceDriver> driver) implements DriverUnderTest {

  @Override
  public DeviceDriver create() {
    return driver.get();
  }

  @Override
  public Counterparty start() throws IOException {
    return new LineDevice();
  }

  @Override
  public DeviceSpec away() {
    return LineDevice.at(1, "temp");
  }

  @Override
  public DeviceSpec invalid() {
    return LineDevice.at(70_000, "temp");
  }

  @Override
  public Optional<DeviceSpec> silent(int port) {
    return Optional.of(LineDevice.at(port, "temp"));
  }

  @Override
  public Optional<DiscoveryRequest> discovery() {
    return Optional.of(new DiscoveryRequest(Map.of()));
  }
}
