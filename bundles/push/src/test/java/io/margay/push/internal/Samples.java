package io.margay.push.internal;

import io.margay.dmi.NamespacedName;
import io.margay.dmi.PropertyType;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.push.PushRecord;
import io.margay.push.PushSettings;
import io.margay.push.SecretFiles;
import java.time.Instant;
import java.util.Map;

/** Records as tests need them. */
final class Samples {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final NamespacedName PRESS = new NamespacedName("default", "press");
  static final SecretFiles NO_SECRETS =
      name -> {
        throw new AssertionError("no secret is needed: " + name);
      };
  static final PushSettings SETTINGS =
      new PushSettings("/spec/properties/0/pushMethod/fake", Map.of("port", 80), NO_SECRETS);

  private Samples() {}

  static Sample good(long sequence, Object value) {
    return new Sample("speed", value, Quality.GOOD, null, START.plusMillis(sequence), sequence);
  }

  static PushRecord numbered(long sequence) {
    return record(PropertyType.INT, good(sequence, sequence));
  }

  static PushRecord record(PropertyType type, Sample sample) {
    return new PushRecord(SETTINGS, PRESS, "speed", type, sample, "rpm");
  }
}
