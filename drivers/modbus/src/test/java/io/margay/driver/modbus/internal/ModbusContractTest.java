package io.margay.driver.modbus.internal;

import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DiscoveryRequest;
import io.margay.dmi.driver.tck.Counterparty;
import io.margay.dmi.driver.tck.DriverContract;
import io.margay.dmi.driver.tck.DriverUnderTest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The Modbus driver keeps the contract of all drivers. */
class ModbusContractTest implements DriverUnderTest {
  private static final int HOLE = 7;

  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return DriverContract.testsFor(this);
  }

  @Override
  public DeviceDriver create() {
    return new ModbusDriver();
  }

  @Override
  public Counterparty start() throws IOException {
    return new Slave(new FakeSlave(FakeSlave.withHole(HOLE, HOLE)));
  }

  @Override
  public DeviceSpec away() {
    return device(1);
  }

  @Override
  public DeviceSpec invalid() {
    return device(70_000);
  }

  @Override
  public Optional<DeviceSpec> silent(int port) {
    return Optional.of(device(port));
  }

  @Override
  public Optional<DiscoveryRequest> discovery() {
    return Optional.of(
        new DiscoveryRequest(Map.of("ip", "127.0.0.1", "port", 1, "units", "1-2", "timeout", 100)));
  }

  private static DeviceSpec device(int port) {
    return Specs.device(port, Map.of(), Specs.holdingRegisters(1, 2, HOLE, 300));
  }

  /** A slave that refuses one register; the others hold their addresses. */
  private record Slave(FakeSlave slave) implements Counterparty {

    @Override
    public DeviceSpec device() {
      return ModbusContractTest.device(slave.port());
    }

    @Override
    public Set<String> failing() {
      return Set.of("p2");
    }

    @Override
    public Map<String, Object> writable() {
      return Map.of("p0", 1L, "p3", 300L);
    }

    @Override
    public void close() throws IOException {
      slave.close();
    }
  }
}
