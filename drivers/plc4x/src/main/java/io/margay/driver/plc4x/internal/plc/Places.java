package io.margay.driver.plc4x.internal.plc;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the {@code host:port} of a connection string, which was checked before it came here. */
final class Places {
  private static final Pattern PLACE = Pattern.compile("([^:/]+)(?::([0-9]+))?(?:/.*)?");

  private Places() {}

  static InetSocketAddress address(String place, int usualPort) {
    Matcher parts = PLACE.matcher(place);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no host:port: " + place);
    }
    int port = parts.group(2) == null ? usualPort : Integer.parseInt(parts.group(2));
    return new InetSocketAddress(parts.group(1), port);
  }
}
