package io.margay.driver.plc4x.internal.library;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where a property stands in its device.
 *
 * @param address of the tag, as PLC4X writes it for the protocol
 * @param told whether the device is to tell of changes, rather than be asked
 */
public record Point(PropertySpec property, String address, boolean told) {
  private static final String[] ADDRESS = {"address", "nodeID", "tag"};
  private static final String SUBSCRIBE = "subscribe";

  public static Point of(PropertySpec property, Protocol protocol, Consumer<Problem> problems) {
    Settings settings = Settings.of(property, problems);
    boolean told = settings.flagOr(!protocol.isReadable(), SUBSCRIBE);
    if (told && !protocol.tells()) {
      settings.complain(
          SUBSCRIBE, "false: " + protocol.word() + " devices tell nothing themselves");
    }
    if (!told && !protocol.isReadable()) {
      settings.complain(SUBSCRIBE, "true: " + protocol.word() + " devices cannot be asked");
    }
    return new Point(property, settings.text(ADDRESS), told);
  }

  /** Whether there is an address to be judged; where there is none, that was complained of. */
  public static boolean hasAddress(PropertySpec property) {
    return Settings.of(property, problem -> {}).has(ADDRESS);
  }

  /** The complaint about an address that its protocol does not have. */
  public static Problem wrongAddress(PropertySpec property, String expected) {
    List<Problem> problems = new ArrayList<>();
    Settings settings = Settings.of(property, problems::add);
    for (String key : ADDRESS) {
      if (settings.has(key)) {
        settings.complain(key, expected);
        break;
      }
    }
    return problems.get(0);
  }
}
