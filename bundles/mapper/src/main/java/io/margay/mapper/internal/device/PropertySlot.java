package io.margay.mapper.internal.device;

import io.margay.dmi.Quality;
import io.margay.dmi.TwinProperty;
import io.margay.dmi.driver.PropertySpec;
import io.margay.mapper.internal.report.Counter;
import java.util.concurrent.TimeUnit;
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
      long reportMillis,
      @Nullable TwinProperty desired) {}

  private final Facts facts;
  private final Counter counter;
  private final long silenceNanos;
  private @Nullable Quality lastQuality;
  private long lastReportNanos;

  PropertySlot(Facts facts, Counter counter) {
    this.facts = facts;
    this.counter = counter;
    // Half a cycle early is in time: a poll that comes a little late must not cost a whole cycle.
    this.silenceNanos =
        facts.reportMillis() <= facts.collectMillis()
            ? 0
            : TimeUnit.MILLISECONDS.toNanos(facts.reportMillis() - facts.collectMillis() / 2);
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

  Counter counter() {
    return counter;
  }

  /** Goes on where the slot of an earlier description was. */
  void continues(PropertySlot earlier) {
    lastQuality = earlier.lastQuality;
    lastReportNanos = earlier.lastReportNanos;
  }

  /** The quality of the last answer; null when there was none yet. */
  @Nullable Quality lastQuality() {
    return lastQuality;
  }

  /**
   * Takes note of an answer; true when it is to be reported, as it is when somebody waits for it.
   */
  boolean answered(Quality quality, long nowNanos, boolean awaited) {
    boolean due = awaited || quality != lastQuality || nowNanos - lastReportNanos >= silenceNanos;
    lastQuality = quality;
    if (due) {
      lastReportNanos = nowNanos;
    }
    return due;
  }
}
