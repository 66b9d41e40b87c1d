package io.margay.mapper.internal.device;

import io.margay.dmi.Quality;
import io.margay.dmi.access.AccessException;
import io.margay.dmi.access.AccessException.Kind;
import io.margay.mapper.internal.report.DeviceMemory;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A description in use: its compiled form, and a slot for each property. */
final class DeviceImage {
  private static final Comparator<PropertySlot> BY_NAME = Comparator.comparing(PropertySlot::name);

  private final CompiledDevice compiled;
  private final List<PropertySlot> slots;
  private final PropertySlot[] byName;

  /**
   * @param earlier the description that this one takes the place of
   */
  DeviceImage(CompiledDevice compiled, DeviceMemory memory, @Nullable DeviceImage earlier) {
    this.compiled = compiled;
    this.slots =
        compiled.facts().stream()
            .map(facts -> new PropertySlot(facts, memory.property(facts.spec().name())))
            .toList();
    this.byName = slots.toArray(PropertySlot[]::new);
    Arrays.sort(byName, BY_NAME);
    if (earlier != null) {
      slots.forEach(slot -> goOn(slot, earlier.slot(slot.name())));
    }
  }

  private static void goOn(PropertySlot slot, @Nullable PropertySlot before) {
    if (before != null) {
      slot.continues(before);
    }
  }

  CompiledDevice compiled() {
    return compiled;
  }

  /** In the order of the description. */
  List<PropertySlot> slots() {
    return slots;
  }

  @Nullable PropertySlot slot(String property) {
    int low = 0;
    int high = byName.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = byName[middle].name().compareTo(property);
      if (order == 0) {
        return byName[middle];
      }
      low = order < 0 ? middle + 1 : low;
      high = order < 0 ? high : middle - 1;
    }
    return null;
  }

  /**
   * The slot of a property that a program names.
   *
   * @throws AccessException when the device has no such property
   */
  PropertySlot known(String property) {
    PropertySlot slot = slot(property);
    if (slot == null) {
      throw new AccessException(
          Kind.NOT_FOUND,
          "device %s has no property %s; it has %s"
              .formatted(
                  compiled.key(),
                  property,
                  String.join(", ", slots.stream().map(PropertySlot::name).toList())));
    }
    return slot;
  }

  /** The slots of these properties, as far as there are any. */
  List<PropertySlot> slots(Set<String> properties) {
    return slots.stream().filter(slot -> properties.contains(slot.name())).toList();
  }

  /** What a program is told that asks something of the device while it is away. */
  AccessException isAway(String reason) {
    return new AccessException(
        Kind.DEVICE_FAILED, "device " + compiled.key() + " is away: " + reason);
  }

  /** The properties whose last answer was of use. */
  Set<String> readable() {
    return slots.stream()
        .filter(slot -> slot.lastQuality() != null && slot.lastQuality() != Quality.BAD)
        .map(PropertySlot::name)
        .collect(Collectors.toSet());
  }

  /** Whether each property has had an answer, of use or not. */
  boolean isAnswered() {
    return slots.stream().allMatch(slot -> slot.lastQuality() != null);
  }

  /** The slot that has taken the place of one of this or an earlier description, if one has. */
  @Nullable PropertySlot current(PropertySlot slot) {
    int index = slot.spec().index();
    if (index < slots.size() && slots.get(index) == slot) {
      return slot;
    }
    PropertySlot same = slot(slot.name());
    return same != null && same.spec().type() == slot.spec().type() ? same : null;
  }
}
