package io.margay.driver.plc4x.internal;

import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceSpec;
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

/** The PLC4X driver keeps the contract of all drivers, threads included. */
class Plc4xContractTest implements DriverUnderTest {

  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return DriverContract.testsFor(this);
  }

  @Override
  public DeviceDriver create() {
    return new Plc4xDriver();
  }

  @Override
  public Counterparty start() throws IOException {
    return new Cpu(new FakeCpu());
  }

  /** Nobody listens on port 1. */
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

  private static DeviceSpec device(int port) {
    return Specs.device(
        "s7://127.0.0.1:" + port + "?controller-type=S7_1200",
        Specs.integer("whole", "%DB1.DBD0:DINT"),
        Specs.integer("missing", "%DB9.DBW0:INT"),
        Specs.number("real", "%DB1.DBD4:REAL"),
        Specs.flag("bit", "%DB1.DBX8.1:BOOL"));
  }

  /** A CPU without one of the blocks. */
  private record Cpu(FakeCpu cpu) implements Counterparty {

    @Override
    public DeviceSpec device() {
      return Plc4xContractTest.device(cpu.port());
    }

    @Override
    public Set<String> failing() {
      return Set.of("missing");
    }

    @Override
    public Map<String, Object> writable() {
      return Map.of("whole", -70_000L, "real", 2.5, "bit", true);
    }

    @Override
    public void close() throws IOException {
      cpu.close();
    }
  }
}
