package io.margay.mapper.internal;

import io.margay.dmi.driver.Capability;
import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DiscoveredDevice;
import io.margay.dmi.driver.DriverDescription;
import io.margay.dmi.driver.SettingDescription;
import io.margay.mapper.internal.swap.DriverEntry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shell view of what drivers know: {@code mapper:describe}, {@code mapper:discover}. */
@Component(
    service = DriverCommands.class,
    property = {
      "osgi.command.scope=mapper",
      "osgi.command.function=describe",
      "osgi.command.function=discover"
    })
public final class DriverCommands {
  private static final long LEEWAY_SECONDS = 10;

  private final MapperEngine engine;
  private final Discovery discovery;

  @Activate
  public DriverCommands(@Reference MapperEngine engine, @Reference EngineRoom room) {
    this.engine = engine;
    this.discovery = new Discovery(room.time(), room.parts().watchdog(), room.workers());
  }

  /** A driver, looked at closely. */
  public record DriverDetails(
      String protocol, String title, String driver, String can, List<SettingRow> settings) {}

  /**
   * A key of {@code configData} in a list.
   *
   * @param of {@code device} or {@code property}
   */
  public record SettingRow(
      String of, String key, String required, String values, String fallback, String meaning) {}

  /** A device that was found, in a list. */
  public record FoundRow(String name, String settings, String facts) {}

  @Descriptor(
      "Shows what a driver understands and can do, and the keys of its configData. "
          + "Example: mapper:describe modbus")
  public DriverDetails describe(@Descriptor("protocol, see mapper:list") String protocol) {
    DriverEntry entry = entry(protocol);
    DriverDescription description = entry.driver().describe();
    return new DriverDetails(
        description.protocol(),
        description.title(),
        entry.toString(),
        can(description),
        Stream.concat(
                description.deviceSettings().stream().map(setting -> row("device", setting)),
                description.propertySettings().stream().map(setting -> row("property", setting)))
            .toList());
  }

  @Descriptor(
      "Has a driver look for devices and lists those that it finds. "
          + "Example: mapper:discover modbus ip=10.0.0.7")
  public List<FoundRow> discover(
      CommandSession session,
      @Descriptor("End the search after so many seconds")
          @Parameter(
              names = {"-t", "--timeout"},
              absentValue = "30")
          long seconds,
      @Descriptor("protocol, see mapper:list") String protocol,
      @Descriptor("where to look, each as key=value in the words of configData") String... settings)
      throws InterruptedException {
    DeviceDriver driver = entry(protocol).driver();
    if (!driver.describe().capabilities().contains(Capability.DISCOVER)) {
      throw new IllegalArgumentException("the driver for " + protocol + " cannot look for devices");
    }
    long atMost = Math.max(1, Math.min(600, seconds));
    Discovery.Result result = awaited(driver, KeyValues.of(settings), atMost);
    if (result.failure() != null) {
      if (result.devices().isEmpty()) {
        throw new IllegalStateException(result.failure());
      }
      session.getConsole().println("The search is not complete: " + result.failure());
    }
    return result.devices().stream().map(DriverCommands::row).toList();
  }

  private Discovery.Result awaited(DeviceDriver driver, Map<String, Object> settings, long atMost)
      throws InterruptedException {
    try {
      return discovery
          .search(driver, settings, Duration.ofSeconds(atMost))
          .get(atMost + LEEWAY_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("the search could not begin, all workers are busy", e);
    }
  }

  private DriverEntry entry(String protocol) {
    Optional<DriverEntry> entry = engine.serving(protocol);
    return entry.orElseThrow(
        () ->
            new IllegalArgumentException(
                "no driver serves protocol " + protocol + "; mapper:list shows those that do"));
  }

  private static String can(DriverDescription description) {
    return Stream.concat(
            Stream.of("read", "write"),
            description.capabilities().stream()
                .sorted()
                .map(capability -> capability.name().toLowerCase(Locale.ROOT)))
        .collect(Collectors.joining(", "));
  }

  private static SettingRow row(String of, SettingDescription setting) {
    return new SettingRow(
        of,
        setting.key(),
        setting.required() ? "yes" : "",
        setting.values(),
        setting.fallback(),
        setting.meaning());
  }

  private static FoundRow row(DiscoveredDevice device) {
    return new FoundRow(
        device.name(),
        new TreeMap<>(device.settings()).toString(),
        new TreeMap<>(device.facts()).toString());
  }
}
