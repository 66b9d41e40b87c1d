package ${package};

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

/** The driver keeps the contract of all drivers. */
class ${className}ContractTest implements DriverUnderTest {

  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return DriverContract.testsFor(this);
  }

  @Override
  public DeviceDriver create() {
    return new ${className}Driver();
  }

  @Override
  public Counterparty start() throws Exception {
    ${className}Device device = ${className}Device.start(0);
    return new Counterparty() {
      @Override
      public DeviceSpec device() {
        return spec(device.port(), "temp", "lost", "limit");
      }

      /** This item does not exist; the others are to be read all the same. */
      @Override
      public Set<String> failing() {
        return Set.of("lost");
      }

      @Override
      public Map<String, Object> writable() {
        return Map.of("limit", 42.5);
      }

      @Override
      public void close() throws Exception {
        device.close();
      }
    };
  }

  /** Nobody listens on port 1. */
  @Override
  public DeviceSpec away() {
    return spec(1, "temp");
  }

  @Override
  public DeviceSpec invalid() {
    return spec(70_000, "temp");
  }

  /** The tests listen there, and never answer. */
  @Override
  public Optional<DeviceSpec> silent(int port) {
    return Optional.of(spec(port, "temp"));
  }

  /** A device with these items as its properties. */
  private static DeviceSpec spec(int port, String... items) {
    List<PropertySpec> properties = new ArrayList<>();
    for (String item : items) {
      properties.add(
          new PropertySpec(
              properties.size(),
              item,
              PropertyType.DOUBLE,
              AccessMode.READ_WRITE,
              Map.of("item", item)));
    }
    return new DeviceSpec(
        new NamespacedName("default", "${protocol}-1"),
        Map.of("host", "127.0.0.1", "port", port),
        properties);
  }
}
