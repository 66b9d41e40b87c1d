package io.margay.twin.internal;

import io.margay.dmi.AccessMode;
import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.ModelProperty;
import io.margay.dmi.PropertyType;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.dmi.TwinProperty;
import io.margay.twin.internal.status.KeptProperty;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All that is known of one property of a twin: both its sides. Guarded by the twin's lock. */
final class TwinSide {
  private static final Map<PropertyType, String> TYPE_NAMES = typeNames();

  private final String name;
  private @Nullable PropertyType type;
  private String typeName = PropertyUpdate.DEFAULT_TYPE;
  private String unit = "";
  private boolean readOnly;
  private boolean madeUp;
  private boolean optional;
  private @Nullable String inManifest;
  private @Nullable Expected expected;
  private @Nullable Reading actual;
  private @Nullable Attempt attempt;
  private Asker wishedBy = Asker.NOBODY;
  private TwinVersion expectedVersion = TwinVersion.NONE;
  private long actualChanges;

  private TwinSide(String name, @Nullable Reading actual) {
    this.name = name;
    this.actual = actual;
  }

  /** A property that a manifest has. */
  static TwinSide described(String name, @Nullable KeptProperty kept) {
    return new TwinSide(name, kept == null ? null : kept.reading());
  }

  /** A property that no manifest has: programs may make such up. */
  static TwinSide madeUp(String name, String typeName, @Nullable KeptProperty kept) {
    TwinSide side = described(name, kept);
    side.madeUp = true;
    side.optional = kept == null || kept.optional();
    side.typeName = typeName;
    side.type = TwinTypes.named(typeName).orElse(null);
    return side;
  }

  private static Map<PropertyType, String> typeNames() {
    Map<PropertyType, String> names = new EnumMap<>(PropertyType.class);
    for (PropertyType type : PropertyType.values()) {
      names.put(type, type.name().toLowerCase(Locale.ROOT));
    }
    return names;
  }

  /** Takes up what the model says. */
  void describe(ModelProperty common) {
    type = common.type();
    typeName = Objects.requireNonNull(TYPE_NAMES.get(common.type()));
    unit = common.unit();
    readOnly = common.accessMode() == AccessMode.READ_ONLY;
    optional = false;
    madeUp = false;
  }

  /** Sets what is desired, and gives whether it is another value than before. */
  boolean expect(@Nullable TwinProperty manifest, @Nullable Wish wish, Instant now) {
    String before = expected == null ? null : expected.value();
    inManifest = manifest == null ? null : manifest.value();
    if (wish != null && wish.holdsOver(inManifest)) {
      expect(wish);
    } else if (inManifest == null) {
      expected = null;
    } else if (!inManifest.equals(before)) {
      expected = new Expected(inManifest, now);
    }
    return !Objects.equals(before, expected == null ? null : expected.value());
  }

  /** Sets what is desired to what was wished for earlier. */
  void expect(Wish wish) {
    expected = new Expected(wish.value(), wish.since());
  }

  /** Takes a sample, and gives what it changed. */
  Reported report(Sample sample) {
    Reading before = actual;
    actual = Reading.of(sample, type, before);
    actualChanges++;
    return new Reported(before, view());
  }

  /** Takes note that nobody reads the property; gives what that changed. */
  Optional<Reported> doubt(String why) {
    Reading before = actual;
    if (before == null || before.quality() != Quality.GOOD) {
      return Optional.empty();
    }
    actual = before.doubted(why);
    return Optional.of(new Reported(before, view()));
  }

  /** Takes an outcome; gives who wished for it, if it says something new of the wish. */
  Optional<Asker> settle(DesiredOutcome outcome) {
    if (expected == null || !expected.value().equals(outcome.desired())) {
      return Optional.empty();
    }
    String before = attempt == null ? null : attempt.failure();
    boolean news = outcome.failure() == null || !outcome.failure().equals(before);
    attempt = outcome.failure() == null && outcome.attempts() == 0 ? null : Attempt.of(outcome);
    return news ? Optional.of(wishedBy) : Optional.empty();
  }

  /** Does what a program wants; gives whether that changed anything. */
  boolean set(PropertyUpdate wanted, Asker asker, Instant now) {
    boolean changed = false;
    if (wanted.expected() != null) {
      expected = new Expected(wanted.expected(), now);
      expectedVersion = expectedVersion.afterEdge();
      attempt = null;
      wishedBy = asker;
      changed = true;
    }
    if (wanted.actual() != null) {
      actual = Reading.ofText(wanted.actual(), now);
      actualChanges++;
      changed = true;
    }
    if (optional && Boolean.FALSE.equals(wanted.optional())) {
      optional = false;
      changed = true;
    }
    return changed;
  }

  boolean isMadeUp() {
    return madeUp;
  }

  boolean isOptional() {
    return optional;
  }

  boolean hasValue() {
    return actual != null;
  }

  /** Whether anything is wished for. */
  boolean isWished() {
    return expected != null && !expected.value().isEmpty();
  }

  /** What the manifest desires; null for nothing. */
  @Nullable String inManifest() {
    return inManifest;
  }

  PropertyView view() {
    return new PropertyView(
        name,
        type,
        typeName,
        unit,
        readOnly,
        madeUp,
        optional,
        expected,
        actual,
        attempt,
        expectedVersion,
        new TwinVersion(0, actualChanges));
  }
}
