package io.margay.driver.simulator.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.margay.dmi.AccessMode;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import io.margay.dmi.PropertyType;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.DriverState;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.PropertyWrite;
import io.margay.dmi.driver.ReadingSink;
import io.margay.dmi.driver.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SimulatorTest {
  private final AtomicLong millis = new AtomicLong(5_000);
  private final SimulatorDriver driver = new SimulatorDriver(millis::get);

  @Test
  void aSineSwingsBetweenItsLimits() throws Exception {
    List<Object> values =
        readings(Map.of("signal", "sine", "min", 10, "max", 30, "periodMillis", 4000), 5, 1000);

    assertThat((double) values.get(0)).isCloseTo(20, within(1e-9));
    assertThat((double) values.get(1)).isCloseTo(30, within(1e-9));
    assertThat((double) values.get(3)).isCloseTo(10, within(1e-9));
    assertThat((double) values.get(4)).isCloseTo(20, within(1e-9));
  }

  @Test
  void aRampClimbsAndFallsBack() throws Exception {
    assertThat(readings(Map.of("signal", "ramp", "max", 8, "periodMillis", 4000), 5, 1000))
        .containsExactly(0.0, 2.0, 4.0, 6.0, 0.0);
  }

  @Test
  void aCounterCountsReadings() throws Exception {
    assertThat(readings(Map.of("signal", "counter", "start", 5, "step", -2), 3, 0))
        .containsExactly(5L, 3L, 1L);
  }

  @Test
  void aRandomWalkIsTheSameForTheSameSeedAndStaysWithinItsLimits() throws Exception {
    Map<String, Object> walk =
        Map.of("signal", "randomwalk", "min", 0, "max", 2, "step", 1, "seed", 7);

    List<Object> values = readings(walk, 200, 10);

    assertThat(readings(walk, 200, 10)).isEqualTo(values);
    assertThat(values).allSatisfy(value -> assertThat((double) value).isBetween(0.0, 2.0));
    assertThat(Set.copyOf(values)).hasSizeGreaterThan(50);
  }

  @Test
  void memoryHoldsWhatWasWrittenAndAConstantCannotBe() throws Exception {
    DeviceSpec device =
        device(
            Map.of(),
            Map.of("signal", "memory", "initial", "on"),
            Map.of("signal", "constant", "value", 42));
    DeviceSession session = driver.open(device, DriverState.NONE, soon());

    assertThat(read(session, device)).containsExactly("on", "42");
    assertThat(
            session.write(
                device.properties().stream()
                    .map(property -> new PropertyWrite(property, "off"))
                    .toList(),
                soon()))
        .containsExactly(
            WriteResult.DONE,
            WriteResult.failed("only a property with signal memory can be written"));
    assertThat(read(session, device)).containsExactly("off", "42");
  }

  @Test
  void theFirstConnectionsFailAsManyAsWanted() throws Exception {
    DeviceSpec device = device(Map.of("connectFailures", 2));

    assertThatThrownBy(() -> driver.open(device, DriverState.NONE, soon()))
        .isInstanceOf(DriverException.class);
    assertThatThrownBy(() -> driver.open(device, DriverState.NONE, soon()))
        .hasMessage("simulated failure of connection attempt 2");
    assertThat(driver.open(device, DriverState.NONE, soon())).isNotNull();
  }

  @Test
  void aDefectOfADriverCanBeHadAtTheConnection() throws Exception {
    DeviceSpec device = device(Map.of("connectDefects", 1));

    assertThatThrownBy(() -> driver.open(device, DriverState.NONE, soon()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(driver.open(device, DriverState.NONE, soon())).isNotNull();
  }

  @Test
  void aDeafHangEndsWithItsTimeAlone() {
    Thread.currentThread().interrupt();
    long start = System.nanoTime();

    assertThatThrownBy(() -> new Hang(100, true).happen()).hasMessage("interrupted");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(90));
  }

  @Test
  void everySoManyReadingsFailAndTheOthersAreGood() throws Exception {
    assertThat(readings(Map.of("signal", "counter", "failEvery", 3), 4, 0))
        .containsExactly(0L, 1L, "BAD simulated failure of reading 3", 3L);
  }

  @Test
  void aBreakAndADefectComeWhenTheyAreDue() {
    assertThatThrownBy(() -> readings(Map.of("signal", "counter", "breakEvery", 2), 2, 0))
        .isInstanceOf(DriverException.class);
    assertThatThrownBy(() -> readings(Map.of("signal", "counter", "throwEvery", 1), 1, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aHangEndsWithAnInterrupt() throws Exception {
    CompletableFuture<Object> outcome = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                outcome.complete(readings(Map.of("signal", "counter", "hangMillis", 60_000), 1, 0));
              } catch (Exception e) {
                outcome.completeExceptionally(e);
              }
            });
    reader.start();

    reader.interrupt();

    assertThatThrownBy(() -> outcome.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasMessageEndingWith("interrupted");
  }

  @Test
  void mistakesAreFound() {
    assertThat(
            driver.validate(
                device(
                    Map.of("connectFailures", "many"),
                    Map.of("signal", "square"),
                    Map.of(),
                    Map.of("signal", "sine", "periodMillis", 0))))
        .extracting(Problem::path)
        .containsExactly(
            "/spec/protocol/configData/connectFailures",
            "/spec/properties/0/visitors/configData/signal",
            "/spec/properties/1/visitors/configData/signal",
            "/spec/properties/2/visitors/configData/periodMillis");
  }

  @Test
  void devicesHaveLinksOfTheirOwnUnlessTheyNameOne() {
    assertThat(driver.link(device(Map.of())).name()).isEqualTo("simulator://default/device");
    assertThat(driver.link(device(Map.of("link", "bus1"))).name()).isEqualTo("simulator://bus1");
  }

  private List<Object> readings(Map<String, Object> property, int count, long stepMillis)
      throws DriverException {
    DeviceSpec device = device(Map.of(), property);
    assertThat(driver.validate(device)).isEmpty();
    DeviceSession session = driver.open(device, DriverState.NONE, soon());
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.addAll(read(session, device));
      millis.addAndGet(stepMillis);
    }
    return values;
  }

  private static List<Object> read(DeviceSession session, DeviceSpec device)
      throws DriverException {
    List<Object> values = new ArrayList<>();
    session.read(
        session.plan(device.properties()),
        new ReadingSink() {
          @Override
          public void good(PropertySpec property, Object value) {
            values.add(value);
          }

          @Override
          public void good(PropertySpec property, Object value, Instant deviceTime) {
            values.add(value);
          }

          @Override
          public void bad(PropertySpec property, String reason) {
            values.add("BAD " + reason);
          }
        },
        soon());
    return values;
  }

  @SafeVarargs
  private static DeviceSpec device(Map<String, Object> settings, Map<String, Object>... visitors) {
    List<PropertySpec> properties = new ArrayList<>();
    for (Map<String, Object> visitor : visitors) {
      int index = properties.size();
      properties.add(
          new PropertySpec(
              index, "p" + index, PropertyType.DOUBLE, AccessMode.READ_WRITE, visitor));
    }
    return new DeviceSpec(new NamespacedName("default", "device"), settings, properties);
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(10));
  }
}
