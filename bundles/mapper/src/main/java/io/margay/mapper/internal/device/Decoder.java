package io.margay.mapper.internal.device;

import io.margay.dmi.PropertyType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a driver read into what the property means: scaled, in the Java type of the model.
 *
 * <ul>
 *   <li>INT: a whole number; a fraction is rounded, halves away from zero. Beyond a long:
 *       BigInteger.
 *   <li>FLOAT: a Double that prints as the float does: 0.1, not 0.10000000149011612.
 *   <li>BOOLEAN: true and false, 1 and 0; nothing else, and never scaled.
 *   <li>A number where a text is asked for gets its name, or is written out; bytes are read as
 *       UTF-8.
 * </ul>
 */
final class Decoder {
  private static final double[] POWERS_OF_TEN = {1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
  private static final double EXACT_DIGITS = 1e15;

  private final PropertyType type;
  private final Scale scale;
  private final Limits limits;
  private final @Nullable EnumNames names;

  Decoder(PropertyType type, Scale scale, Limits limits) {
    this(type, scale, limits, null);
  }

  /**
   * @param names of the numbers that the device gives for a text; null when it gives texts
   */
  Decoder(PropertyType type, Scale scale, Limits limits, @Nullable EnumNames names) {
    this.type = type;
    this.scale = scale;
    this.limits = limits;
    this.names = names;
  }

  /** The value in the Java type that {@link PropertyType} names. */
  Object decode(Object raw) throws UnfitValueException {
    return switch (type) {
      case INT -> whole(raw);
      case FLOAT -> real(raw, true);
      case DOUBLE -> real(raw, false);
      case BOOLEAN -> truth(raw);
      case STRING, STREAM -> text(raw);
      case BYTES -> bytes(raw);
    };
  }

  /** The value of a whole number, which is boxed once at most where it needs no arithmetic. */
  Object decode(long raw) throws UnfitValueException {
    return switch (type) {
      case INT -> scale.isOne() ? Long.valueOf(raw) : whole(raw);
      case FLOAT -> finite(single(scale.applied(raw)));
      case DOUBLE -> finite(scale.applied(raw));
      default -> decode((Object) raw);
    };
  }

  /** The value of a number, which is boxed once at most where it needs no arithmetic. */
  Object decode(double raw) throws UnfitValueException {
    if (scale.isOne() && type == PropertyType.DOUBLE) {
      return finite(raw);
    }
    if (scale.isOne() && type == PropertyType.FLOAT) {
      return finite(single(raw));
    }
    return decode((Object) raw);
  }

  /** Why the decoded value is doubtful; null when it is within its limits or has none. */
  @Nullable String doubt(Object value) {
    if (names != null) {
      return names.doubt(value);
    }
    if (limits.open()
        || !(value instanceof Number number)
        || limits.surelyHold(number.doubleValue())) {
      return null;
    }
    BigDecimal decimal =
        number instanceof BigInteger big
            ? new BigDecimal(big)
            : number instanceof Long whole
                ? BigDecimal.valueOf(whole)
                : BigDecimal.valueOf(number.doubleValue());
    return limits.complaint(decimal);
  }

  private Object whole(Object raw) throws UnfitValueException {
    if (scale.isOne() && raw instanceof Number number && Numbers.isWhole(number)) {
      return raw instanceof Long ? raw : Long.valueOf(number.longValue());
    }
    BigInteger whole = scale.applied(number(raw)).setScale(0, RoundingMode.HALF_UP).unscaledValue();
    return whole.bitLength() < Long.SIZE ? Long.valueOf(whole.longValue()) : whole;
  }

  private Double real(Object raw, boolean single) throws UnfitValueException {
    double value = real(raw);
    double fitting = single ? single(value) : value;
    if (!Double.isFinite(fitting)) {
      throw beyond(raw);
    }
    return fitting;
  }

  private Double finite(double value) throws UnfitValueException {
    if (!Double.isFinite(value)) {
      throw beyond(value);
    }
    return value;
  }

  private UnfitValueException beyond(Object number) {
    return new UnfitValueException(number + " is not a number that " + type + " can hold");
  }

  /** The double that prints as the float nearest to a number does. */
  private static double single(double value) {
    float single = (float) value;
    if (value == single && value == Math.rint(value)) {
      return value;
    }
    for (double power : POWERS_OF_TEN) {
      double digits = Math.rint(single * power);
      double decimal = digits / power;
      if (Math.abs(digits) < EXACT_DIGITS && digits != 0 && (float) decimal == single) {
        return decimal;
      }
    }
    return Double.parseDouble(Float.toString(single));
  }

  private double real(Object raw) throws UnfitValueException {
    if (raw instanceof Number number && Numbers.isWhole(number)) {
      return scale.applied(number.longValue());
    }
    if (raw instanceof Double number && scale.isOne()) {
      return number;
    }
    return scale.applied(number(raw)).doubleValue();
  }

  private Boolean truth(Object raw) throws UnfitValueException {
    if (raw instanceof Boolean truth) {
      return truth;
    }
    if (raw instanceof Number number) {
      double value = number.doubleValue();
      if (value == 0 || value == 1) {
        return value == 1;
      }
    }
    if (raw instanceof String text) {
      return Encoder.truth(text);
    }
    throw unfit(raw);
  }

  private String text(Object raw) throws UnfitValueException {
    if (names != null) {
      return names.nameOrNumber(number(raw));
    }
    if (raw instanceof String text) {
      return text;
    }
    if (raw instanceof Boolean truth) {
      return truth.toString();
    }
    if (raw instanceof Number number) {
      BigDecimal decimal = scale.applied(Numbers.decimal(number));
      return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    }
    if (raw instanceof byte[] bytes) {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        throw new UnfitValueException("the device gave bytes that are not UTF-8 text");
      }
    }
    throw unfit(raw);
  }

  private byte[] bytes(Object raw) throws UnfitValueException {
    if (raw instanceof byte[] bytes) {
      return bytes;
    }
    throw unfit(raw);
  }

  private BigDecimal number(Object raw) throws UnfitValueException {
    if (raw instanceof Number number) {
      return Numbers.decimal(number);
    }
    if (raw instanceof Boolean truth) {
      return truth ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    if (raw instanceof String text) {
      return Numbers.decimal(text);
    }
    throw unfit(raw);
  }

  private UnfitValueException unfit(Object raw) {
    String found =
        raw instanceof byte[] bytes
            ? bytes.length + " bytes"
            : raw.getClass().getSimpleName() + " " + Numbers.quoted(raw);
    return new UnfitValueException("the driver gave " + found + ", expected a value for " + type);
  }
}
