package io.margay.mapper.internal.report;

import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The last readings of one property, reported or not: a ring in which a number takes 24 bytes and
 * no object. Guarded by the lock of the {@link DeviceOutlet} that uses it.
 *
 * <p>A reading that was not reported carries the sequence number of the report before it.
 */
public final class History {
  private static final int LONGS = 3;
  private static final int TIME = 0;
  private static final int VALUE = 1;
  private static final int SEQUENCE = 2;

  /** The lowest bits of the sequence number's place hold quality and kind. */
  private static final int MARK_BITS = 8;

  private static final int KIND_BITS = 4;
  private static final int KIND_MASK = (1 << KIND_BITS) - 1;

  private static final long MICROS = 1_000_000;

  /** How a value is kept. */
  private enum Kind {
    NONE,
    LONG,
    DOUBLE,
    BOOLEAN,
    OBJECT
  }

  private static final List<Kind> KINDS = List.of(Kind.values());
  private static final List<Quality> QUALITIES = List.of(Quality.values());

  private final String property;
  private final long[] data;
  private @Nullable Object @Nullable [] objects;
  private @Nullable String @Nullable [] reasons;
  private int next;
  private int size;
  private long newestNanos;

  /**
   * @param earlier whose newest readings are taken over; null for none
   */
  History(String property, int length, @Nullable History earlier) {
    this.property = property;
    this.data = new long[length * LONGS];
    if (earlier != null) {
      for (Sample sample : earlier.samples()) {
        add(
            sample.value(),
            sample.quality(),
            sample.reason(),
            sample.time(),
            sample.sequence(),
            earlier.newestNanos);
      }
    }
  }

  String property() {
    return property;
  }

  /** How many readings it can hold. */
  public int length() {
    return data.length / LONGS;
  }

  /**
   * Adds a reading, in the place of the oldest when it is full.
   *
   * @param nowNanos when the reading came, on the engine's clock
   */
  public void add(
      @Nullable Object value,
      Quality quality,
      @Nullable String reason,
      Instant time,
      long sequence,
      long nowNanos) {
    int at = next;
    Kind kind = kind(value);
    data[at * LONGS + TIME] = micros(time);
    data[at * LONGS + VALUE] = bits(value, kind);
    data[at * LONGS + SEQUENCE] =
        sequence << MARK_BITS
            | (long) QUALITIES.indexOf(quality) << KIND_BITS
            | KINDS.indexOf(kind);
    objects = placed(objects, at, kind == Kind.OBJECT ? value : null, Object[]::new);
    reasons = placed(reasons, at, reason, String[]::new);
    next = (at + 1) % length();
    size = Math.min(size + 1, length());
    newestNanos = nowNanos;
  }

  /** All readings, the oldest first. */
  List<Sample> samples() {
    List<Sample> samples = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      samples.add(sample((next - size + i + length()) % length()));
    }
    return samples;
  }

  /** The newest reading, if it came at that time or later; null when there is none. */
  @Nullable Sample newest(long notBeforeNanos) {
    return size == 0 || newestNanos - notBeforeNanos < 0
        ? null
        : sample((next - 1 + length()) % length());
  }

  private Sample sample(int at) {
    long marked = data[at * LONGS + SEQUENCE];
    int mark = (int) (marked & ((1 << MARK_BITS) - 1));
    Kind kind = KINDS.get(mark & KIND_MASK);
    Quality quality = QUALITIES.get(mark >> KIND_BITS);
    String reason = reasons == null ? null : reasons[at];
    Instant time = instant(data[at * LONGS + TIME]);
    return new Sample(property, value(at, kind), quality, reason, time, marked >> MARK_BITS);
  }

  private @Nullable Object value(int at, Kind kind) {
    long bits = data[at * LONGS + VALUE];
    return switch (kind) {
      case NONE -> null;
      case LONG -> Long.valueOf(bits);
      case DOUBLE -> Double.valueOf(Double.longBitsToDouble(bits));
      case BOOLEAN -> bits != 0;
      case OBJECT -> objects == null ? null : objects[at];
    };
  }

  private static Kind kind(@Nullable Object value) {
    if (value instanceof Long) {
      return Kind.LONG;
    }
    if (value instanceof Double) {
      return Kind.DOUBLE;
    }
    if (value instanceof Boolean) {
      return Kind.BOOLEAN;
    }
    return value == null ? Kind.NONE : Kind.OBJECT;
  }

  private static long bits(@Nullable Object value, Kind kind) {
    if (value instanceof Long whole) {
      return whole;
    }
    if (value instanceof Double real) {
      return Double.doubleToRawLongBits(real);
    }
    return kind == Kind.BOOLEAN && Boolean.TRUE.equals(value) ? 1 : 0;
  }

  private <T> @Nullable T @Nullable [] placed(
      @Nullable T @Nullable [] places,
      int at,
      @Nullable T thing,
      IntFunction<@Nullable T[]> array) {
    if (places == null && thing == null) {
      return null;
    }
    @Nullable T[] there = places == null ? array.apply(length()) : places;
    there[at] = thing;
    return there;
  }

  private static long micros(Instant time) {
    long bound = Long.MAX_VALUE / MICROS - 1;
    long seconds = Math.max(-bound, Math.min(bound, time.getEpochSecond()));
    return seconds * MICROS + time.getNano() / 1_000;
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000);
  }
}
