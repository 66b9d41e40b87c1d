package io.margay.mapper.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceLink;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DiscoveredDevice;
import io.margay.dmi.driver.DiscoveryRequest;
import io.margay.dmi.driver.DiscoverySink;
import io.margay.dmi.driver.DriverDescription;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.DriverState;
import io.margay.mapper.internal.work.ManualTime;
import io.margay.mapper.internal.work.ManualWorkers;
import io.margay.mapper.internal.work.Watchdog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
  private static final DiscoveredDevice PRESS =
      new DiscoveredDevice("unit-1", Map.of("slaveID", 1), Map.of("vendor", "Acme"));

  private final ManualWorkers workers = new ManualWorkers();
  private final ManualTime time = new ManualTime(workers::runAll);
  private final Discovery discovery =
      new Discovery(time, new Watchdog(time, workers, 200, 1_000), workers);

  /** What a driver does when it is asked to look for devices. */
  private interface Search {
    void run(DiscoveryRequest request, DiscoverySink found, Deadline deadline)
        throws DriverException;
  }

  @Test
  void whatIsFoundIsTold() {
    Discovery.Result result =
        result(
            (request, found, deadline) -> {
              assertThat(request.settings()).isEqualTo(Map.of("ip", "10.0.0.7"));
              assertThat(deadline.remainingMillis()).isEqualTo(30_000);
              found.found(PRESS);
              found.found(PRESS);
            });

    assertThat(result).isEqualTo(new Discovery.Result(List.of(PRESS), null));
  }

  @Test
  void whatWasFoundBeforeASearchFailedCounts() {
    Discovery.Result result =
        result(
            (request, found, deadline) -> {
              found.found(PRESS);
              throw new DriverException("10.0.0.7 refuses");
            });

    assertThat(result).isEqualTo(new Discovery.Result(List.of(PRESS), "10.0.0.7 refuses"));
  }

  @Test
  void aDefectOfTheDriverIsToldAsSuch() {
    assertThat(
            result(
                    (request, found, deadline) -> {
                      throw new StackOverflowError();
                    })
                .failure())
        .startsWith("the driver failed: ");
  }

  @Test
  void aSearchThatOverrunsIsInterrupted() {
    Discovery.Result result =
        result(
            (request, found, deadline) -> {
              found.found(PRESS);
              time.pass(Duration.ofMillis(30_201));
              assertThat(Thread.interrupted()).isTrue();
            });

    assertThat(result.devices()).containsExactly(PRESS);
    assertThat(result.failure()).isEqualTo("the search took longer than 30 s and was interrupted");
  }

  @Test
  void argumentsAreNamesAndValues() {
    assertThat(KeyValues.of("ip=10.0.0.7", "filter=a=b"))
        .containsExactly(Map.entry("ip", "10.0.0.7"), Map.entry("filter", "a=b"));
    assertThatThrownBy(() -> KeyValues.of("ip")).hasMessage("\"ip\" is not name=value");
  }

  private Discovery.Result result(Search search) {
    CompletableFuture<Discovery.Result> result =
        discovery.search(
            new SearchingDriver(search), Map.of("ip", "10.0.0.7"), Duration.ofSeconds(30));
    workers.runAll();
    assertThat(result).isDone();
    return result.join();
  }

  /** A driver that does nothing but look for devices. */
  private record SearchingDriver(Search search) implements DeviceDriver {
    @Override
    public DriverDescription describe() {
      return DriverDescription.of("search", "Search");
    }

    @Override
    public List<Problem> validate(DeviceSpec device) {
      return List.of();
    }

    @Override
    public DeviceLink link(DeviceSpec device) {
      return DeviceLink.shared("none");
    }

    @Override
    public DeviceSession open(DeviceSpec device, DriverState restored, Deadline deadline)
        throws DriverException {
      throw new DriverException("there is nothing to open");
    }

    @Override
    public void discover(DiscoveryRequest request, DiscoverySink found, Deadline deadline)
        throws DriverException {
      search.run(request, found, deadline);
    }
  }
}
