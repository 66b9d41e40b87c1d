package io.margay.twin.internal;

import static io.margay.twin.internal.RefusedUpdateException.BAD_REQUEST;
import static io.margay.twin.internal.RefusedUpdateException.CONFLICT;
import static io.margay.twin.internal.RefusedUpdateException.INTERNAL_ERROR;

import io.margay.meta.MetaException;
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
    synchronized (writing) {
      judge(twin, update);
      Instant now = clock.instant();
      keepWishes(twin, update, now);
      return twin.update(update, now);
    }
  }

  private static void judge(DeviceTwin twin, TwinUpdate update) throws RefusedUpdateException {
    int madeUp = twin.madeUp();
    for (Map.Entry<String, Optional<PropertyUpdate>> property : update.properties().entrySet()) {
      String name = property.getKey();
      PropertyView there = twin.property(name).orElse(null);
      if (property.getValue().isPresent()) {
        judge(there, name, property.getValue().get());
        madeUp += there == null ? 1 : 0;
      } else if (there == null && !twin.wasDeleted(name)) {
        throw bad(name, "the request body is wrong: found null, expected a property to add");
      }
    }
    if (madeUp > DeviceTwin.MOST_MADE_UP) {
      throw new RefusedUpdateException(
          BAD_REQUEST,
          "twin: found "
              + madeUp
              + " properties that no manifest has, expected at most "
              + DeviceTwin.MOST_MADE_UP);
    }
  }

  private static void judge(@Nullable PropertyView there, String name, PropertyUpdate wanted)
      throws RefusedUpdateException {
    String type = there == null ? wanted.typeName() : there.typeName();
    if (there == null && TwinTypes.named(type).isEmpty()) {
      throw bad(
          name + ".metadata.type",
          "the value type is not allowed: found "
              + Quoted.text(type)
              + ", expected one of "
              + TwinTypes.words());
    }
    if (there != null && there.readOnly() && wanted.expected() != null) {
      throw bad(name, "the model says that it is ReadOnly");
    }
    judge(name + ".expected.value", wanted.expected(), type);
    judge(name + ".actual.value", wanted.actual(), type);
  }

  private static void judge(String field, @Nullable String value, String type)
      throws RefusedUpdateException {
    if (value == null) {
      return;
    }
    if (value.length() > LONGEST_VALUE) {
      throw bad(
          field, "found " + value.length() + " characters, expected at most " + LONGEST_VALUE);
    }
    if (!TwinTypes.admits(TwinTypes.named(type).orElse(null), value)) {
      throw bad(field, "found " + Quoted.text(value) + ", expected a value of type " + type);
    }
  }

  private static RefusedUpdateException bad(String field, String complaint) {
    return new RefusedUpdateException(BAD_REQUEST, "twin." + field + ": " + complaint);
  }

  private static @Nullable String addedType(DeviceTwin twin, String name, PropertyUpdate wanted) {
    PropertyView there = twin.property(name).orElse(null);
    if (there == null) {
      return wanted.typeName();
    }
    return there.madeUp() ? there.typeName() : null;
  }

  private void keepWishes(DeviceTwin twin, TwinUpdate update, Instant now)
      throws RefusedUpdateException {
    Map<String, Optional<PropertyUpdate>> wanted = new LinkedHashMap<>(update.properties());
    wanted.values().removeIf(property -> property.isPresent() && property.get().expected() == null);
    if (wanted.isEmpty()) {
      return;
    }
    Map<String, Wish> kept = new LinkedHashMap<>(wishes.load(twin.key()));
    Map<String, Wish> before = Map.copyOf(kept);
    wanted.forEach((name, property) -> keepWish(twin, name, property, now, kept));
    if (kept.equals(before)) {
      return;
    }
    try {
      wishes.save(twin.key(), kept);
    } catch (MetaException.Conflict e) {
      throw new RefusedUpdateException(CONFLICT, String.valueOf(e.getMessage()));
    } catch (MetaException e) {
      throw new RefusedUpdateException(
          INTERNAL_ERROR, "the wish could not be kept: " + e.getMessage());
    }
  }

  private void keepWish(
      DeviceTwin twin,
      String name,
      Optional<PropertyUpdate> wanted,
      Instant now,
      Map<String, Wish> kept) {
    String expected = wanted.map(PropertyUpdate::expected).orElse(null);
    if (expected != null) {
      kept.put(
          name,
          new Wish(
              expected, now, twin.desiredInManifest(name), addedType(twin, name, wanted.get())));
    } else if (twin.property(name).map(PropertyView::optional).orElse(true)) {
      kept.remove(name);
    }
  }
}
