package io.margay.driver.onvif.internal.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * IPv4 addresses that lie side by side: {@code 10.0.0.7}, {@code 10.0.0.1-10.0.0.99}, {@code
 * 10.0.0.0/24}.
 */
record AddressRange(long first, long last) {
  private static final Pattern ADDRESS =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
  private static final int LONGEST_PREFIX = 32;

  /** Several of them, with commas between; empty when one cannot be read. */
  static List<AddressRange> parse(String text) {
    List<AddressRange> ranges = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Optional<AddressRange> range = one(part.strip());
      if (range.isEmpty()) {
        return List.of();
      }
      ranges.add(range.get());
    }
    return ranges;
  }

  private static Optional<AddressRange> one(String text) {
    int slash = text.indexOf('/');
    if (slash > 0) {
      return network(number(text.substring(0, slash)), text.substring(slash + 1));
    }
    int dash = text.indexOf('-');
    long first = number(dash < 0 ? text : text.substring(0, dash).strip());
    long last = dash < 0 ? first : number(text.substring(dash + 1).strip());
    return first < 0 || last < first
        ? Optional.empty()
        : Optional.of(new AddressRange(first, last));
  }

  /** Without the address of the network and that of all its members, where there are such. */
  private static Optional<AddressRange> network(long address, String prefix) {
    if (address < 0 || !prefix.matches("\\d{1,2}") || Integer.parseInt(prefix) > LONGEST_PREFIX) {
      return Optional.empty();
    }
    long size = 1L << (LONGEST_PREFIX - Integer.parseInt(prefix));
    long first = address & -size;
    return Optional.of(
        size > 2
            ? new AddressRange(first + 1, first + size - 2)
            : new AddressRange(first, first + size - 1));
  }

  private static long number(String address) {
    Matcher parts = ADDRESS.matcher(address);
    if (!parts.matches()) {
      return -1;
    }
    long number = 0;
    for (int i = 1; i <= 4; i++) {
      int part = Integer.parseInt(parts.group(i));
      if (part > 255) {
        return -1;
      }
      number = number << 8 | part;
    }
    return number;
  }

  long count() {
    return last - first + 1;
  }

  /** The address at a place, from 0, in four bytes. */
  byte[] at(long place) {
    long number = first + place;
    return new byte[] {
      (byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number
    };
  }
}
