package io.margay.twin.internal;

import static io.margay.twin.internal.RefusedUpdateException.BAD_REQUEST;
import static io.margay.twin.internal.RefusedUpdateException.INTERNAL_ERROR;

import io.margay.dmi.PropertyType;
import io.margay.meta.MetaException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what programs want of a twin: looks for mistakes first, makes wishes durable next,
 * and only then changes the twin. Whatever is refused is refused whole.
 */
final class TwinUpdates {
  private static final int LONGEST_VALUE = 64 * 1024;

  private final WishStore wishes;
  private final Clock clock;
  private final Object writing = new Object();

  TwinUpdates(WishStore wishes, Clock clock) {
    this.wishes = wishes;
    this.clock = clock;
  }

  /** Does all of an update, and gives what it changed. */
  List<TwinChange> apply(DeviceTwin twin, TwinUpdate update) throws RefusedUpdateException {
    for (Map.Entry<String, Optional<PropertyUpdate>> property : update.properties().entrySet()) {
      judge(twin.property(property.getKey()), property.getKey(), property.getValue());
    }
    Instant now = clock.instant();
    keepWishes(twin, update, now);
    return twin.update(update, now);
  }

  private static void judge(
      Optional<PropertyView> there, String name, Optional<PropertyUpdate> wanted)
      throws RefusedUpdateException {
    if (wanted.isEmpty()) {
      if (there.isEmpty() || !there.get().optional()) {
        throw new RefusedUpdateException(
            BAD_REQUEST, "twin." + name + ": only a property that a program added can be deleted");
      }
      return;
    }
    judgeLength(name + ".expected", wanted.get().expected());
    judgeLength(name + ".actual", wanted.get().actual());
    String expected = wanted.get().expected();
    if (expected != null && there.isPresent()) {
      judgeWish(there.get(), expected);
    }
  }

  private static void judgeLength(String side, @Nullable String value)
      throws RefusedUpdateException {
    if (value != null && value.length() > LONGEST_VALUE) {
      throw new RefusedUpdateException(
          BAD_REQUEST,
          "twin."
              + side
              + ".value: found "
              + value.length()
              + " characters, expected at most "
              + LONGEST_VALUE);
    }
  }

  private static void judgeWish(PropertyView property, String expected)
      throws RefusedUpdateException {
    if (property.readOnly()) {
      throw new RefusedUpdateException(
          BAD_REQUEST, "twin." + property.name() + ": the model says that it is ReadOnly");
    }
    if (!expected.isEmpty() && !fits(expected, property.type())) {
      throw new RefusedUpdateException(
          BAD_REQUEST,
          "twin."
              + property.name()
              + ".expected.value: found \""
              + shortened(expected)
              + "\", expected a value of type "
              + property.type());
    }
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  private static boolean fits(String text, @Nullable PropertyType type) {
    if (type == null) {
      return true;
    }
    return switch (type) {
      case INT -> {
        BigDecimal number = ValueText.number(text);
        yield number != null && number.stripTrailingZeros().scale() <= 0;
      }
      case FLOAT, DOUBLE -> ValueText.number(text) != null;
      case BOOLEAN -> text.matches("(?i)true|false|0|1");
      case STRING, BYTES, STREAM -> true;
    };
  }

  private static @Nullable String addedType(DeviceTwin twin, String name, PropertyUpdate wanted) {
    PropertyView there = twin.property(name).orElse(null);
    if (there == null) {
      return wanted.typeName();
    }
    return there.optional() ? there.typeName() : null;
  }

  private void keepWishes(DeviceTwin twin, TwinUpdate update, Instant now)
      throws RefusedUpdateException {
    synchronized (writing) {
      Map<String, Wish> kept = new LinkedHashMap<>(wishes.load(twin.key()));
      Map<String, Wish> before = Map.copyOf(kept);
      update
          .properties()
          .forEach(
              (name, wanted) -> {
                if (wanted.isEmpty()) {
                  kept.remove(name);
                } else if (wanted.get().expected() != null) {
                  kept.put(
                      name,
                      new Wish(
                          wanted.get().expected(),
                          now,
                          twin.desiredInManifest(name),
                          addedType(twin, name, wanted.get())));
                }
              });
      if (kept.equals(before)) {
        return;
      }
      try {
        wishes.save(twin.key(), kept);
      } catch (MetaException e) {
        throw new RefusedUpdateException(
            INTERNAL_ERROR, "the wish could not be kept: " + e.getMessage());
      }
    }
  }
}
