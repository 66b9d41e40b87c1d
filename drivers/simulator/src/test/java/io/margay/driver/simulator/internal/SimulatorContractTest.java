package io.margay.driver.simulator.internal;

import io.margay.dmi.AccessMode;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.PropertyType;
import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.tck.Counterparty;
import io.margay.dmi.driver.tck.DriverContract;
import io.margay.dmi.driver.tck.DriverUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The simulator keeps the contract of all drivers. */
class SimulatorContractTest implements DriverUnderTest {

  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return DriverContract.testsFor(this);
  }

  @Override
  public DeviceDriver create() {
    return new SimulatorDriver();
  }

  @Override
  public Counterparty start() {
    return new Tank();
  }

  @Override
  public DeviceSpec away() {
    return device(Map.of("connectFailures", Integer.MAX_VALUE), Map.of("signal", "sine"));
  }

  @Override
  public DeviceSpec invalid() {
    return device(Map.of(), Map.of("signal", "square"));
  }

  @Override
  public Optional<DeviceSpec> silent(int port) {
    return Optional.empty();
  }

  /** A device whose last property never has a value. */
  private static final class Tank implements Counterparty {

    @Override
    public DeviceSpec device() {
      return SimulatorContractTest.device(
          Map.of(),
          Map.of("signal", "sine", "periodMillis", 4000),
          Map.of("signal", "memory", "initial", "off"),
          Map.of("signal", "counter", "failEvery", 1));
    }

    @Override
    public Set<String> failing() {
      return Set.of("p2");
    }

    @Override
    public Map<String, Object> writable() {
      return Map.of("p1", "on");
    }
  }

  @SafeVarargs
  private static DeviceSpec device(Map<String, Object> settings, Map<String, Object>... visitors) {
    List<PropertySpec> properties = new ArrayList<>();
    for (Map<String, Object> visitor : visitors) {
      int index = properties.size();
      properties.add(
          new PropertySpec(
              index, "p" + index, PropertyType.STRING, AccessMode.READ_WRITE, visitor));
    }
    return new DeviceSpec(new NamespacedName("default", "tank"), settings, properties);
  }
}
