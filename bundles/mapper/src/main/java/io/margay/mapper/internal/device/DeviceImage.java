package io.margay.mapper.internal.device;

import io.margay.mapper.internal.report.DeviceMemory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A description in use: its compiled form, and a slot for each property. */
final class DeviceImage {
  private final CompiledDevice compiled;
  private final String link;
  private final List<PropertySlot> slots = new ArrayList<>();
  private final Map<String, PropertySlot> byName = new LinkedHashMap<>();

  /**
   * @param earlier the description that this one takes the place of
   */
  DeviceImage(
      CompiledDevice compiled, String link, DeviceMemory memory, @Nullable DeviceImage earlier) {
    this.compiled = compiled;
    this.link = link;
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

  String link() {
    return link;
  }

  /** In the order of the description. */
  List<PropertySlot> slots() {
    return slots;
  }

  @Nullable PropertySlot slot(String property) {
    return byName.get(property);
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
