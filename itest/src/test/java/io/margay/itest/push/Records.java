package io.margay.itest.push;

import io.margay.dmi.NamespacedName;
import io.margay.dmi.PropertyType;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.push.PushRecord;
import io.margay.push.PushSettings;
import java.time.Instant;

/** Samples of one device that are to go somewhere, a second apart. */
record Records(PushSettings settings, String namespace, String device) {
  static final Instant START = Instant.parse("2026-11-27T06:00:00.123Z");

  PushRecord good(String property, PropertyType type, Object value, long sequence) {
    return sent(type, new Sample(property, value, Quality.GOOD, null, time(sequence), sequence));
  }

  PushRecord bad(String property, PropertyType type, String reason, long sequence) {
    return sent(type, new Sample(property, null, Quality.BAD, reason, time(sequence), sequence));
  }

  private PushRecord sent(PropertyType type, Sample sample) {
    return new PushRecord(
        settings, new NamespacedName(namespace, device), sample.property(), type, sample, "rpm");
  }

  private static Instant time(long sequence) {
    return START.plusSeconds(sequence);
  }
}
