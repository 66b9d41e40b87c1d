package io.margay.driver.simulator.internal;

import io.margay.dmi.driver.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The words of {@code signal}, and the settings that each reads. */
enum SignalKind {
  SINE,
  RAMP,
  COUNTER,
  RANDOMWALK,
  CONSTANT,
  MEMORY;

  private static final long DEFAULT_PERIOD_MILLIS = 60_000;
  private static final long LONGEST_PERIOD_MILLIS = 86_400_000;

  /** Every kind by its word. */
  static Map<String, SignalKind> words() {
    Map<String, SignalKind> words = new LinkedHashMap<>();
    for (SignalKind kind : values()) {
      words.put(kind.name().toLowerCase(Locale.ROOT), kind);
    }
    return words;
  }

  Signal signal(Settings settings) {
    double min = settings.numberOr(0, "min");
    double max = settings.numberOr(100, "max");
    return switch (this) {
      case SINE -> new Signal.Sine(min, max, period(settings));
      case RAMP -> new Signal.Ramp(min, max, period(settings));
      case COUNTER ->
          new Signal.Counter(
              settings.integerOr(0, Long.MIN_VALUE, Long.MAX_VALUE, "start"),
              settings.integerOr(1, Long.MIN_VALUE, Long.MAX_VALUE, "step"));
      case RANDOMWALK ->
          new Signal.RandomWalk(
              min,
              max,
              settings.numberOr((max - min) / 100, "step"),
              settings.integerOr(1, Long.MIN_VALUE, Long.MAX_VALUE, "seed"));
      case CONSTANT -> new Signal.Constant(value(settings));
      case MEMORY -> new Signal.Memory(value(settings));
    };
  }

  private static long period(Settings settings) {
    return settings.integerOr(
        DEFAULT_PERIOD_MILLIS, 1, LONGEST_PERIOD_MILLIS, "periodMillis", "period");
  }

  /** Text is enough: the engine brings it to the type of the property. */
  private static Object value(Settings settings) {
    return settings.text(List.of("value", "initial")).orElse("0");
  }
}
