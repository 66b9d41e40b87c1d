package io.margay.mapper.internal.device;

import io.margay.dmi.Quality;
import io.margay.dmi.access.AccessException;
import io.margay.dmi.access.AccessException.Kind;
import io.margay.mapper.internal.report.DeviceMemory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A description in use: its compiled form, and a slot for each property. */
final class DeviceImage {
  private final CompiledDevice compiled;
  private final List<PropertySlot> slots = new ArrayList<>();
  private final Map<String, PropertySlot> byName = new LinkedHashMap<>();

  /**
   * @param earlier the description that this one takes the place of
   */
  DeviceImage(CompiledDevice compiled, DeviceMemory memory, @Nullable DeviceImage earlier) {
    this.compiled = compiled;
    for (PropertySlot.Facts facts : compiled.facts()) {
      PropertySlot slot = new PropertySlot(facts, memory);
      PropertySlot before = earlier == null ? null : earlier.slot(slot.name());
      if (before != null) {
        slot.continues(before);
      }
      slots.add(slot);
      byName.put(slot.name(), slot);
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
    return byName.get(property);
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
    PropertySlot same = byName.get(slot.name());
    return same != null && same.spec().type() == slot.spec().type() ? same : null;
  }
}
