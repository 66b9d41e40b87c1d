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
import io.margay.mapper.internal.swap.Standing;
import io.margay.mapper.internal.swap.Swap;
import io.margay.mapper.internal.swap.SwapRow;
import io.margay.mapper.internal.swap.SwapStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class DriversTest {
  private final List<String> journal = new ArrayList<>();
  private final List<String> ends = new ArrayList<>();
  private final Drivers drivers =
      new Drivers(
          this::serve,
          new Drivers.Swaps() {
            @Override
            public void begun(Swap swap) {}

            @Override
            public void ended(
                DriverEntry kept, DriverEntry dropped, boolean rolledBack, String reason) {
              ends.add(kept + " instead of " + dropped + (rolledBack ? ", back" : ""));
            }
          });
  private Swap.Ending ending;

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
  void aDriverOfAnotherNameWaitsUntilTheServingOneLeaves() {
    drivers.add(entry("modbus", "a", "1.9.0", 1));
    drivers.add(entry("modbus", "b", "1.10.0", 2));
    assertThat(drivers.rows())
        .containsExactly(
            new MapperRow("modbus", "a", "1.9.0", "serving", 3, "fine"),
            new MapperRow("modbus", "b", "1.10.0", "shadowed", 0, "a 1.9.0 serves"));

    drivers.remove(1);

    assertThat(journal).containsExactly("a 1.9.0 serves", "a 1.9.0 stops", "b 1.10.0 serves");
  }

  @Test
  void aNewerDriverOfTheSameNameTakesOverInASwap() {
    drivers.add(entry("modbus", "a", "1.0.0", 1));
    drivers.add(entry("modbus", "a", "1.1.0", 2));
    assertThat(drivers.rows()).extracting(MapperRow::state).containsExactly("serving", "swapping");

    ending.ended(false, "");

    assertThat(journal).containsExactly("a 1.0.0 serves", "a 1.0.0 moves to a 1.1.0");
    assertThat(ends).containsExactly("a 1.1.0 instead of a 1.0.0");
    assertThat(drivers.serving("modbus")).map(DriverEntry::bundleId).contains(2L);
  }

  @Test
  void theSameVersionBuiltAgainTakesOverToo() {
    drivers.add(entry("modbus", "a", "1.0.0", 1));
    drivers.add(entry("modbus", "a", "1.0.0", 2));

    assertThat(journal).containsExactly("a 1.0.0 serves", "a 1.0.0 moves to a 1.0.0");
  }

  @Test
  void aDriverThatWasTurnedBackIsNotTriedAgainWhileItIsThere() {
    drivers.add(entry("modbus", "a", "1.0.0", 1));
    drivers.add(entry("modbus", "a", "1.1.0", 2));
    ending.ended(true, "it hangs");
    drivers.add(entry("modbus", "b", "1.0.0", 3));
    assertThat(ends).containsExactly("a 1.0.0 instead of a 1.1.0, back");
    assertThat(journal).containsExactly("a 1.0.0 serves", "a 1.0.0 moves to a 1.1.0");
    assertThat(drivers.rows()).extracting(MapperRow::state).contains("dropped");

    drivers.remove(2);
    drivers.add(entry("modbus", "a", "1.1.0", 4));

    assertThat(journal).endsWith("a 1.0.0 moves to a 1.1.0").hasSize(3);
  }

  @Test
  void aPersonMovesDevicesToAnOlderDriver() {
    drivers.add(entry("modbus", "a", "1.1.0", 1));
    drivers.add(entry("modbus", "a", "1.0.0", 2));
    assertThat(journal).containsExactly("a 1.1.0 serves");

    drivers.call(2);
    ending.ended(false, "");

    assertThat(drivers.serving("modbus")).map(DriverEntry::bundleId).contains(2L);
    assertThat(journal).containsExactly("a 1.1.0 serves", "a 1.1.0 moves to a 1.0.0");
  }

  @Test
  void aSwapToADriverThatIsCalledOffIsTurnedBack() {
    drivers.add(entry("modbus", "a", "1.0.0", 1));
    drivers.add(entry("modbus", "a", "1.1.0", 2));

    assertThat(drivers.standing(2)).isEqualTo(Standing.SWAPPING);
    assertThat(drivers.callOff(2, "it was asked for")).isTrue();

    assertThat(journal).endsWith("back: it was asked for");
  }

  @Test
  void aDriverThatIsCalledForBeforeTheEngineHasMetItTakesOverWhenItComes() {
    drivers.add(entry("modbus", "a", "2.0.0", 1));
    drivers.call(2);
    assertThat(drivers.standing(2)).isEqualTo(Standing.IDLE);

    drivers.add(entry("modbus", "a", "1.0.0", 2));
    ending.ended(false, "");

    assertThat(journal).containsExactly("a 2.0.0 serves", "a 2.0.0 moves to a 1.0.0");
    assertThat(drivers.standing(2)).isEqualTo(Standing.SERVING);
    assertThat(drivers.standing(1)).isEqualTo(Standing.IDLE);
  }

  @Test
  void aDriverThatIsCalledForWaitsForTheEndOfTheSwapUnderWay() {
    drivers.add(entry("modbus", "a", "1.0.0", 1));
    drivers.add(entry("modbus", "a", "3.0.0", 2));
    drivers.call(3);
    drivers.add(entry("modbus", "a", "2.0.0", 3));
    assertThat(journal).hasSize(2);

    ending.ended(false, "");

    assertThat(journal).endsWith("a 1.0.0 moves to a 2.0.0");
  }

  @Test
  void aDriverOfAnotherNameDoesNotTakeOverThoughItsBundleIsCalledFor() {
    drivers.add(entry("modbus", "a", "1.0.0", 1));
    drivers.call(2);
    drivers.add(entry("modbus", "b", "2.0.0", 2));

    assertThat(journal).containsExactly("a 1.0.0 serves");
    assertThat(drivers.callOff(2, "enough")).isFalse();
  }

  @Test
  void whenTheOldDriverLeavesDuringASwapTheNewOneServesAtOnce() {
    drivers.add(entry("modbus", "a", "1.0.0", 1));
    drivers.add(entry("modbus", "a", "1.1.0", 2));

    drivers.remove(1);

    assertThat(journal)
        .containsExactly(
            "a 1.0.0 serves",
            "a 1.0.0 moves to a 1.1.0",
            "DONE: a 1.0.0 has left",
            "a 1.0.0 stops",
            "a 1.1.0 serves");
    assertThat(ends).containsExactly("a 1.1.0 instead of a 1.0.0");
  }

  @Test
  void whenTheNewDriverLeavesDuringASwapTheOldOneServesAtOnce() {
    drivers.add(entry("modbus", "a", "1.0.0", 1));
    drivers.add(entry("modbus", "a", "1.1.0", 2));

    drivers.remove(2);

    assertThat(journal)
        .endsWith("ROLLED_BACK: a 1.1.0 has left", "a 1.0.0 stops", "a 1.0.0 serves");
    assertThat(ends).containsExactly("a 1.0.0 instead of a 1.1.0, back");
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
    drivers.add(entry("modbus", "b", "3.0.0", 2));

    drivers.remove(2);

    assertThat(journal).containsExactly("a 2.0.0 serves");
  }

  @Test
  void aDriverThatIsKeptForWantOfABetterOneIsNamed() {
    drivers.add(entry("modbus", "a", "1.0.0", 1));
    drivers.add(entry("onvif", "doubtful", "1.0.0", 2));

    assertThat(drivers.doubts())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.step()).isEqualTo(SwapStep.UNPROVEN);
              assertThat(row.to()).isEqualTo("doubtful 1.0.0");
              assertThat(row.total()).isEqualTo(3);
              assertThat(row.message()).isEqualTo("no good value");
            });
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
      public Optional<String> doubt() {
        return entry.bundle().equals("doubtful") ? Optional.of("no good value") : Optional.empty();
      }

      @Override
      public DriverEntry driver() {
        return entry;
      }

      @Override
      public Swap swapTo(DriverEntry next, Swap.Ending told) {
        journal.add(entry + " moves to " + next);
        ending = told;
        return new JournalledSwap(entry, next);
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

  private final class JournalledSwap implements Swap {
    private final DriverEntry from;
    private final DriverEntry to;

    private JournalledSwap(DriverEntry from, DriverEntry to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public DriverEntry from() {
      return from;
    }

    @Override
    public DriverEntry to() {
      return to;
    }

    @Override
    public SwapRow row() {
      return SwapRow.of(from, to);
    }

    @Override
    public void turnBack(String reason) {
      journal.add("back: " + reason);
    }

    @Override
    public void abandon(SwapStep end, String reason) {
      journal.add(end + ": " + reason);
    }
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
