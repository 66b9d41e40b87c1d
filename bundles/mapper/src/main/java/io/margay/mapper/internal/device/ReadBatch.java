package io.margay.mapper.internal.device;

import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.ReadingSink;
import io.margay.mapper.internal.report.DeviceOutlet.Numbering;
import io.margay.mapper.internal.work.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes the answers of one read, decodes them as they come, and makes samples of them. Used by one
 * thread at a time, again and again; its arrays are indexed by {@link PropertySpec#index()}.
 */
final class ReadBatch implements ReadingSink {
  private static final long SAME_INSTANT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Time time;
  private final List<PropertySlot> slots;
  private final @Nullable PropertySlot[] byIndex;
  private final @Nullable Object[] values;
  private final @Nullable Quality[] qualities;
  private final @Nullable String[] reasons;
  private final @Nullable Instant[] times;
  private Instant arrival = Instant.EPOCH;
  private long arrivalNanos;
  private @Nullable String stray;

  ReadBatch(Time time, List<PropertySlot> slots) {
    this.time = time;
    this.slots = slots;
    int size = slots.stream().mapToInt(slot -> slot.spec().index() + 1).max().orElse(0);
    byIndex = new PropertySlot[size];
    slots.forEach(slot -> byIndex[slot.spec().index()] = slot);
    values = new Object[size];
    qualities = new Quality[size];
    reasons = new String[size];
    times = new Instant[size];
  }

  /** Forgets all answers. */
  void begin() {
    for (int i = 0; i < qualities.length; i++) {
      values[i] = null;
      qualities[i] = null;
      reasons[i] = null;
      times[i] = null;
    }
    stray = null;
    arrivalNanos = time.nanos();
    arrival = time.now();
  }

  @Override
  public void good(PropertySpec property, Object value) {
    decode(property, value, arrivalNow());
  }

  @Override
  public void good(PropertySpec property, long value) {
    PropertySlot slot = slotOf(property);
    if (slot != null) {
      try {
        took(slot, slot.decoder().decode(value), arrivalNow());
      } catch (UnfitValueException e) {
        bad(property.index(), e.getMessage());
      }
    }
  }

  @Override
  public void good(PropertySpec property, double value) {
    PropertySlot slot = slotOf(property);
    if (slot != null) {
      try {
        took(slot, slot.decoder().decode(value), arrivalNow());
      } catch (UnfitValueException e) {
        bad(property.index(), e.getMessage());
      }
    }
  }

  @Override
  @SuppressWarnings("ConstantConditions") // a driver may break the contract
  public void good(PropertySpec property, Object value, Instant deviceTime) {
    decode(property, value, deviceTime == null ? arrivalNow() : deviceTime);
  }

  @Override
  public void bad(PropertySpec property, @Nullable String reason) {
    PropertySlot slot = slotOf(property);
    if (slot != null) {
      bad(property.index(), reason == null ? "the driver gave no reason" : reason);
    }
  }

  /** Marks what has no answer yet as bad. */
  void fill(String reason) {
    for (PropertySlot slot : slots) {
      int index = slot.spec().index();
      if (qualities[index] == null) {
        arrivalNow();
        bad(index, reason);
      }
    }
  }

  /** Whether any property was read. */
  boolean anyRead() {
    for (Quality quality : qualities) {
      if (quality == Quality.GOOD || quality == Quality.UNCERTAIN) {
        return true;
      }
    }
    return false;
  }

  /** What is wrong with the first of these properties that was not read; null when all were. */
  @Nullable String firstBadOf(Set<String> names) {
    for (PropertySlot slot : slots) {
      int index = slot.spec().index();
      if (qualities[index] == Quality.BAD && names.contains(slot.name())) {
        return "property " + slot.name() + ": " + reasons[index];
      }
    }
    return null;
  }

  /** The reason of the first property that was not read. */
  @Nullable String firstReason() {
    for (int i = 0; i < qualities.length; i++) {
      if (qualities[i] == Quality.BAD) {
        return reasons[i];
      }
    }
    return null;
  }

  /** An answer to a question that nobody asked; null when there was none. */
  @Nullable String stray() {
    return stray;
  }

  /** Whether the property was read, for better or worse. */
  boolean answered(PropertySlot slot) {
    return qualities[slot.spec().index()] != null;
  }

  /** What was read of a property; null when it was not. */
  @Nullable Object value(PropertySlot slot) {
    return values[slot.spec().index()];
  }

  /** What is wrong with what was read of a property; null when nothing is. */
  @Nullable String reason(PropertySlot slot) {
    return reasons[slot.spec().index()];
  }

  /**
   * The samples of the answers that are due for a report; all answers are remembered. The caller
   * holds the device's lock, and is within {@link
   * io.margay.mapper.internal.report.DeviceOutlet#samples}.
   *
   * @param all whether those that are not due are wanted too
   */
  List<Sample> samples(DeviceImage image, long nowNanos, boolean all, Numbering numbering) {
    List<Sample> samples = new ArrayList<>(slots.size());
    for (PropertySlot read : slots) {
      int index = read.spec().index();
      Quality quality = qualities[index];
      PropertySlot slot = image.current(read);
      if (quality == null || slot == null) {
        continue;
      }
      Object value = values[index];
      Instant stated = times[index];
      Instant at = stated == null ? arrival : stated;
      if (slot.answered(quality, value, nowNanos, all)) {
        long number = numbering.next(slot.memory());
        samples.add(new Sample(slot.name(), value, quality, reasons[index], at, number));
      }
      slot.memory().add(value, quality, reasons[index], at, nowNanos);
    }
    return samples;
  }

  @SuppressWarnings("ConstantConditions") // a driver may break the contract
  private void decode(PropertySpec property, Object raw, Instant at) {
    PropertySlot slot = slotOf(property);
    if (slot == null) {
      return;
    }
    int index = property.index();
    if (raw == null) {
      bad(index, "the driver gave null for a value");
      return;
    }
    try {
      took(slot, slot.decoder().decode(raw), at);
    } catch (UnfitValueException e) {
      bad(index, e.getMessage());
    }
  }

  private void took(PropertySlot slot, Object value, Instant at) {
    int index = slot.spec().index();
    String doubt = slot.decoder().doubt(value);
    values[index] = value;
    qualities[index] = doubt == null ? Quality.GOOD : Quality.UNCERTAIN;
    reasons[index] = doubt;
    times[index] = at;
  }

  private void bad(int index, @Nullable String reason) {
    values[index] = null;
    qualities[index] = Quality.BAD;
    reasons[index] = reason;
    times[index] = arrival;
  }

  private @Nullable PropertySlot slotOf(@Nullable PropertySpec property) {
    int index = property == null ? -1 : property.index();
    PropertySlot slot = index >= 0 && index < byIndex.length ? byIndex[index] : null;
    if (slot == null || property == null || !slot.name().equals(property.name())) {
      stray = property == null ? "null" : property.name();
      return null;
    }
    return slot;
  }

  private Instant arrivalNow() {
    long now = time.nanos();
    if (now - arrivalNanos >= SAME_INSTANT_NANOS) {
      arrivalNanos = now;
      arrival = time.now();
    }
    return arrival;
  }
}
