package io.margay.driver.modbus.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DiscoveredDevice;
import io.margay.dmi.driver.DiscoverySink;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.Settings;
import io.margay.driver.modbus.internal.wire.ExceptionReply;
import io.margay.driver.modbus.internal.wire.Link;
import io.margay.driver.modbus.internal.wire.Patience;
import io.margay.driver.modbus.internal.wire.Transport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for the units of a link, one after another: whoever answers a read, be it with a refusal,
 * is there, and is asked who made it.
 *
 * <p>The request has the settings of a device but for its unit, {@code units} such as {@code 1-247}
 * or {@code 1,5,10-20}, and {@code timeout}, which is short here: most units are silent.
 */
final class UnitScan {
  private static final String UNITS = "units";
  private static final String USUAL_UNITS = "1-247";
  private static final String EXPECTED_UNITS = "numbers from 1 to 247 such as 1-247 or 1,5,10-20";
  private static final int LAST_UNIT = 247;
  private static final int USUAL_TIMEOUT_MILLIS = 200;
  private static final Pattern RANGE =
      Pattern.compile("\\s*(\\d{1,3})\\s*(?:-\\s*(\\d{1,3})\\s*)?");

  private final Map<String, Object> wanted;
  private final DeviceSettings settings;
  private final List<Integer> units;

  private UnitScan(Map<String, Object> wanted, DeviceSettings settings, List<Integer> units) {
    this.wanted = wanted;
    this.settings = settings;
    this.units = units;
  }

  static UnitScan of(Map<String, Object> wanted, Consumer<Problem> problems) {
    Map<String, Object> device = new HashMap<>(wanted);
    device.keySet().removeIf(key -> key.equalsIgnoreCase(UNITS) || isUnitKey(key));
    Map<String, Object> hurried = new HashMap<>(device);
    hurried.putIfAbsent("timeout", USUAL_TIMEOUT_MILLIS);
    Settings given = new Settings("", wanted, problems);
    DeviceSettings settings =
        DeviceSettings.of(new Settings("", hurried, problems))
            .orElseThrow(() -> new IllegalArgumentException("no transport is said"));
    return new UnitScan(device, settings, units(given));
  }

  Transport transport() {
    return settings.transport();
  }

  /** Ends with the deadline, and when the link itself cannot be opened. */
  void run(Link link, DiscoverySink found, Deadline deadline) throws DriverException {
    Patience patience = settings.patience();
    for (int number : units) {
      if (deadline.hasPassed()) {
        return;
      }
      link.connect(patience, deadline);
      Unit unit = new Unit(link, number, patience);
      try {
        unit.probe(deadline);
      } catch (DriverException silent) {
        if (Thread.currentThread().isInterrupted()) {
          throw silent;
        }
        continue;
      }
      found.found(new DiscoveredDevice(name(number), settingsOf(number), facts(unit, deadline)));
    }
  }

  /** A device that does not say who it is, or does so wrongly, is still there. */
  private static Map<String, String> facts(Unit unit, Deadline deadline) {
    try {
      return new Identification(unit).read(deadline);
    } catch (ExceptionReply | DriverException e) {
      return Map.of();
    }
  }

  private Map<String, Object> settingsOf(int number) {
    Map<String, Object> own = new HashMap<>(wanted);
    own.put("slaveID", number);
    return own;
  }

  private String name(int number) {
    String place = settings.transport().link().toLowerCase(Locale.ROOT);
    String plain = place.substring(place.indexOf("://") + 3).replaceAll("[^a-z0-9]+", "-");
    return "modbus-" + plain.replaceAll("^-|-$", "") + "-" + number;
  }

  private static boolean isUnitKey(String key) {
    return key.equalsIgnoreCase("slaveID") || key.equalsIgnoreCase("unitID");
  }

  private static List<Integer> units(Settings given) {
    List<Integer> units = new ArrayList<>();
    for (String part : given.text(List.of(UNITS)).orElse(USUAL_UNITS).split(",", -1)) {
      Matcher range = RANGE.matcher(part);
      int first = range.matches() ? Integer.parseInt(range.group(1)) : 0;
      int last = first == 0 || range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (first < 1 || last > LAST_UNIT || last < first) {
        given.complain(UNITS, EXPECTED_UNITS);
        return units;
      }
      for (int unit = first; unit <= last; unit++) {
        units.add(unit);
      }
    }
    return units;
  }
}
