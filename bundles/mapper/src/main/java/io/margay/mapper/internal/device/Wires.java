package io.margay.mapper.internal.device;

import io.margay.dmi.driver.DeviceLink;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Finds the devices that must change their driver together. */
final class Wires {
  private record Group<T>(Set<String> wires, List<T> devices) {}

  private Wires() {}

  /**
   * Those that share an exclusive wire, be it the old driver's or the new one's, come together;
   * each other device comes alone.
   */
  static <T> List<List<T>> grouped(
      List<T> devices, Function<T, DeviceLink> before, Function<T, DeviceLink> after) {
    List<List<T>> alone = new ArrayList<>();
    List<Group<T>> together = new ArrayList<>();
    for (T device : devices) {
      Set<String> wires = exclusive(before.apply(device), after.apply(device));
      if (wires.isEmpty()) {
        alone.add(List.of(device));
      } else {
        join(together, new Group<>(wires, new ArrayList<>(List.of(device))));
      }
    }
    together.forEach(group -> alone.add(group.devices()));
    return alone;
  }

  private static <T> void join(List<Group<T>> groups, Group<T> next) {
    for (Iterator<Group<T>> known = groups.iterator(); known.hasNext(); ) {
      Group<T> group = known.next();
      if (!Collections.disjoint(group.wires(), next.wires())) {
        known.remove();
        next.wires().addAll(group.wires());
        next.devices().addAll(0, group.devices());
      }
    }
    groups.add(next);
  }

  private static Set<String> exclusive(DeviceLink before, DeviceLink after) {
    Set<String> names = new HashSet<>();
    if (before.exclusive()) {
      names.add("before " + before.name());
    }
    if (after.exclusive()) {
      names.add("after " + after.name());
    }
    return names;
  }
}
