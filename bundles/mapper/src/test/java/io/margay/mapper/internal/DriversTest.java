package io.margay.mapper.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceLink;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DriverDescription;
import io.margay.dmi.driver.DriverState;
import io.margay.mapper.internal.swap.DriverEntry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class DriversTest {
  private final List<String> journal = new ArrayList<>();
  private final Drivers drivers = new Drivers(this::serve);

  @Test
  void aDriverThatComesServesAndStopsWhenItLeaves() {
    drivers.add(entry("modbus", "a", "1.0.0", 1));
    assertThat(drivers.rows())
        .containsExactly(new MapperRow("modbus", "a", "1.0.0", "serving", 3, "fine"));

    drivers.remove(1);

    assertThat(journal).containsExactly("a 1.0.0 serves", "a 1.0.0 stops");
    assertThat(drivers.rows()).isEmpty();
  }

  @Test
  void ofTwoTheHigherVersionServesAndTheOtherTakesOverWhenItLeaves() {
    drivers.add(entry("modbus", "a", "1.9.0", 1));
    drivers.add(entry("modbus", "b", "1.10.0", 2));
    assertThat(drivers.rows())
        .containsExactly(
            new MapperRow("modbus", "b", "1.10.0", "serving", 3, "fine"),
            new MapperRow("modbus", "a", "1.9.0", "shadowed", 0, "b 1.10.0 serves"));

    drivers.remove(2);

    assertThat(journal)
        .containsExactly(
            "a 1.9.0 serves",
            "a 1.9.0 stops",
            "b 1.10.0 serves",
            "b 1.10.0 stops",
            "a 1.9.0 serves");
  }

  @Test
  void ofTwoOfOneVersionTheFirstGoesOn() {
    drivers.add(entry("modbus", "a", "1.0.0", 1));
    drivers.add(entry("modbus", "b", "1.0.0", 2));

    assertThat(journal).containsExactly("a 1.0.0 serves");
  }

  @Test
  void aShadowedDriverLeavesWithoutDisturbance() {
    drivers.add(entry("modbus", "a", "2.0.0", 1));
    drivers.add(entry("modbus", "b", "1.0.0", 2));

    drivers.remove(2);

    assertThat(journal).containsExactly("a 2.0.0 serves");
  }

  @Test
  void protocolsAreIndependent() {
    drivers.add(entry("modbus", "a", "1.0.0", 1));
    drivers.add(entry("onvif", "b", "1.0.0", 2));

    drivers.remove(1);

    assertThat(drivers.rows()).extracting(MapperRow::protocol).containsExactly("onvif");
  }

  @Test
  void whenTheEngineStopsAllStop() {
    drivers.add(entry("modbus", "a", "1.0.0", 1));
    drivers.add(entry("onvif", "b", "1.0.0", 2));

    drivers.clear();
    drivers.remove(1);

    assertThat(journal).filteredOn(line -> line.endsWith("stops")).hasSize(2);
  }

  private Drivers.Serving serve(DriverEntry entry) {
    journal.add(entry + " serves");
    return new Drivers.Serving() {
      @Override
      public int devices() {
        return 3;
      }

      @Override
      public String remark() {
        return "fine";
      }

      @Override
      public void stop() {
        journal.add(entry + " stops");
      }
    };
  }

  private static DriverEntry entry(String protocol, String bundle, String version, long id) {
    return new DriverEntry(protocol, new Inert(protocol), bundle, new Version(version), id, id);
  }

  private record Inert(String protocol) implements DeviceDriver {
    @Override
    public DriverDescription describe() {
      return DriverDescription.of(protocol, protocol);
    }

    @Override
    public List<Problem> validate(DeviceSpec device) {
      return List.of();
    }

    @Override
    public DeviceLink link(DeviceSpec device) {
      return DeviceLink.shared("");
    }

    @Override
    public DeviceSession open(DeviceSpec device, DriverState restored, Deadline deadline) {
      throw new UnsupportedOperationException();
    }
  }
}
