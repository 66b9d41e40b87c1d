package io.margay.mapper.internal.device;

import io.margay.dmi.Quality;
import io.margay.dmi.TwinProperty;
import io.margay.dmi.driver.PropertySpec;
import io.margay.mapper.internal.report.PropertyMemory;
import org.jspecify.annotations.Nullable;

/**
 * One property of a device as the engine works with it: how to decode and encode it, how often to
 * read and report it, and what was reported last. The last part is guarded by the device's lock.
 */
final class PropertySlot {
  /** What the description says, compiled. */
  record Facts(
      PropertySpec spec,
      Decoder decoder,
      Encoder encoder,
      long collectMillis,
      ReportRule reportRule,
      boolean verified,
      int historyLength,
      @Nullable TwinProperty desired) {}

  private final Facts facts;
  private final PropertyMemory memory;
  private @Nullable Quality lastQuality;
  private @Nullable Object reported;
  private long lastReportNanos;

  PropertySlot(Facts facts, PropertyMemory memory) {
    this.facts = facts;
    this.memory = memory;
  }

  PropertySpec spec() {
    return facts.spec();
  }

  String name() {
    return facts.spec().name();
  }

  Decoder decoder() {
    return facts.decoder();
  }

  Encoder encoder() {
    return facts.encoder();
  }

  long collectMillis() {
    return facts.collectMillis();
  }

  @Nullable TwinProperty desired() {
    return facts.desired();
  }

  /** How many readings of it are remembered. */
  int historyLength() {
    return facts.historyLength();
  }

  /** Whether a write counts only when the device gives the value back. */
  boolean verified() {
    return facts.verified();
  }

  /** What is known of it for longer than this slot is there. */
  PropertyMemory memory() {
    return memory;
  }

  /** Goes on where the slot of an earlier description was. */
  void continues(PropertySlot earlier) {
    lastQuality = earlier.lastQuality;
    reported = earlier.reported;
    lastReportNanos = earlier.lastReportNanos;
  }

  /** The quality of the last answer; null when there was none yet. */
  @Nullable Quality lastQuality() {
    return lastQuality;
  }

  /**
   * Takes note of an answer; true when it is to be reported, as it is when somebody waits for it.
   */
  boolean answered(Quality quality, @Nullable Object value, long nowNanos, boolean awaited) {
    boolean due =
        awaited
            || quality != lastQuality
            || facts.reportRule().due(reported, value, nowNanos - lastReportNanos);
    lastQuality = quality;
    if (due) {
      lastReportNanos = nowNanos;
      reported = value;
    }
    return due;
  }
}
