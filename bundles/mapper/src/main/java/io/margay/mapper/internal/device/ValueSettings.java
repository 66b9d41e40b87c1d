package io.margay.mapper.internal.device;

import io.margay.dmi.AccessMode;
import io.margay.dmi.ModelProperty;
import io.margay.dmi.Problem;
import io.margay.dmi.PropertyType;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.Settings;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a property's {@code visitors.configData} says to the engine, whatever its driver: how
 * its value is scaled, named and limited, when it is reported, how much of it is remembered.
 *
 * <p>{@code offset} belongs to the drivers: it is the address in KubeEdge's Modbus mapper. What is
 * added to a value is {@code valueOffset}.
 */
final class ValueSettings {
  private static final String DEADBAND = "deadband";
  private static final String MAX_SILENCE = "maxSilence";
  private static final long DEFAULT_SILENCE_MILLIS = 60_000;
  private static final long DAY_MILLIS = 86_400_000;

  private final PropertySpec spec;
  private final Settings settings;
  private final Consumer<Problem> problems;
  private final Optional<EnumNames> names;
  private final Scale scale;

  /**
   * @param spec with the type that the model gives
   * @param problems takes the mistakes
   */
  ValueSettings(PropertySpec spec, Consumer<Problem> problems) {
    this.spec = spec;
    this.settings = Settings.of(spec, problems);
    this.problems = problems;
    this.names = EnumNames.of(settings);
    this.scale = Scale.of(number("scale").orElse(1.0), number("valueOffset").orElse(0.0));
    if (names.isPresent()) {
      checkEnum();
    }
  }

  /** The property as its driver sees it: behind a name the device has a whole number. */
  PropertySpec driverSpec() {
    return names.isEmpty() || spec.type() != PropertyType.STRING
        ? spec
        : new PropertySpec(
            spec.index(), spec.name(), PropertyType.INT, spec.accessMode(), spec.settings());
  }

  Decoder decoder(Limits limits) {
    return new Decoder(spec.type(), scale, limits, names.orElse(null));
  }

  Encoder encoder(Limits limits) {
    AccessMode access = spec.accessMode();
    return new Encoder(spec.name(), spec.type(), access, scale, limits, names.orElse(null));
  }

  /**
   * The limits that the model and the settings agree to.
   *
   * @param path of the property
   */
  Limits limits(String path, @Nullable ModelProperty model) {
    Limits own =
        new Limits(
            number("min").map(BigDecimal::valueOf).orElse(null),
            number("max").map(BigDecimal::valueOf).orElse(null));
    return model == null
        ? own
        : new Limits(limit(path, model.minimum()), limit(path, model.maximum())).and(own);
  }

  ReportRule reportRule(long collectMillis, long reportMillis) {
    boolean banded = settings.has(DEADBAND);
    if (!banded && !settings.flagOr(false, "reportOnChange")) {
      if (settings.has(MAX_SILENCE)) {
        settings.complain(MAX_SILENCE, "reportOnChange or deadband beside it");
      }
      return ReportRule.cyclic(collectMillis, reportMillis);
    }
    long silence = settings.integerOr(DEFAULT_SILENCE_MILLIS, 0, DAY_MILLIS, MAX_SILENCE);
    Deadband deadband = banded ? deadband() : Deadband.NONE;
    return ReportRule.onChange(collectMillis, reportMillis, deadband, silence);
  }

  /** Whether a write counts only when the device gives the value back. */
  boolean verified() {
    return settings.flagOr(false, "verify");
  }

  /** How many readings are remembered. */
  int historyLength(int fallback) {
    return (int) settings.integerOr(fallback, 1, CompiledDevice.LONGEST_HISTORY, "historyLength");
  }

  private Deadband deadband() {
    String expected = "how far the value must move, such as 0.5, or 2% of it";
    try {
      Deadband deadband = Deadband.of(settings.text(DEADBAND));
      if (deadband.width() > 0 && !isNumber(spec.type())) {
        settings.complain(DEADBAND, "a property of type INT, FLOAT or DOUBLE");
      }
      return deadband;
    } catch (UnfitValueException e) {
      settings.complain(DEADBAND, expected);
      return Deadband.NONE;
    }
  }

  private void checkEnum() {
    if (spec.type() != PropertyType.STRING) {
      settings.complain("enum", "a property of type STRING in its model");
    }
    for (String other : new String[] {"min", "max"}) {
      if (settings.has(other)) {
        settings.complain(other, "nothing beside enum");
      }
    }
    if (!scale.isOne()) {
      settings.complain(
          settings.has("valueOffset") ? "valueOffset" : "scale", "no scaling beside enum");
    }
  }

  private static boolean isNumber(PropertyType type) {
    return type == PropertyType.INT || type == PropertyType.FLOAT || type == PropertyType.DOUBLE;
  }

  private Optional<Double> number(String key) {
    if (!settings.has(key)) {
      return Optional.empty();
    }
    double number = settings.numberOr(0, key);
    if (!Double.isFinite(number)) {
      String path = settings.path() + "/" + key;
      problems.accept(new Problem(path, Double.toString(number), "a finite number"));
      return Optional.empty();
    }
    return Optional.of(number);
  }

  private @Nullable BigDecimal limit(String path, @Nullable String limit) {
    if (limit == null || limit.isBlank()) {
      return null;
    }
    try {
      return Numbers.decimal(limit);
    } catch (UnfitValueException e) {
      String found = "in its model the limit " + Numbers.quoted(limit);
      problems.accept(new Problem(path, found, "a number there"));
      return null;
    }
  }
}
