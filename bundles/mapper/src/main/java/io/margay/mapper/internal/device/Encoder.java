package io.margay.mapper.internal.device;

import io.margay.dmi.AccessMode;
import io.margay.dmi.PropertyType;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Turns the text of a desired value into what the device must be given: typed, within limits,
 * scaling undone. The way back of {@link Decoder}.
 */
final class Encoder {
  private final String property;
  private final PropertyType type;
  private final AccessMode accessMode;
  private final Scale scale;
  private final Limits limits;
  private final @Nullable EnumNames names;

  Encoder(String property, PropertyType type, AccessMode accessMode, Scale scale, Limits limits) {
    this(property, type, accessMode, scale, limits, null);
  }

  /**
   * @param names of the numbers that the device takes for a text; null when it takes texts
   */
  Encoder(
      String property,
      PropertyType type,
      AccessMode accessMode,
      Scale scale,
      Limits limits,
      @Nullable EnumNames names) {
    this.property = property;
    this.type = type;
    this.accessMode = accessMode;
    this.scale = scale;
    this.limits = limits;
    this.names = names;
  }

  /** The value for the driver. */
  Object encode(String desired) throws UnfitValueException {
    if (accessMode == AccessMode.READ_ONLY) {
      throw new UnfitValueException(property + " is ReadOnly");
    }
    try {
      return switch (type) {
        case INT -> whole(desired);
        case FLOAT -> (double) (float) scale.undone(checked(desired)).doubleValue();
        case DOUBLE -> scale.undone(checked(desired)).doubleValue();
        case BOOLEAN -> truth(desired);
        case STRING -> names == null ? desired : names.number(desired);
        case BYTES -> bytes(desired);
        case STREAM -> throw new UnfitValueException("a stream cannot be written");
      };
    } catch (UnfitValueException e) {
      throw new UnfitValueException(property + " (" + type + "): " + e.getMessage());
    }
  }

  private Object whole(String desired) throws UnfitValueException {
    BigDecimal meant = checked(desired);
    if (!isWhole(meant)) {
      throw new UnfitValueException(Numbers.quoted(desired) + " is not a whole number");
    }
    BigDecimal raw = scale.undone(meant);
    if (!isWhole(raw)) {
      throw new UnfitValueException(
          meant.toPlainString() + " is not a multiple of the scale " + scale);
    }
    return raw.toBigInteger().bitLength() < Long.SIZE
        ? (Object) raw.longValue()
        : raw.toBigInteger();
  }

  private BigDecimal checked(String desired) throws UnfitValueException {
    BigDecimal meant = Numbers.decimal(desired);
    @Nullable String complaint = limits.complaint(meant);
    if (complaint != null) {
      throw new UnfitValueException(complaint);
    }
    return meant;
  }

  private static byte[] bytes(String desired) throws UnfitValueException {
    try {
      return Base64.getDecoder().decode(desired.strip());
    } catch (IllegalArgumentException e) {
      throw new UnfitValueException(Numbers.quoted(desired) + " is not Base64");
    }
  }

  private static boolean isWhole(BigDecimal number) {
    return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
  }

  static Boolean truth(String text) throws UnfitValueException {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default ->
          throw new UnfitValueException(
              Numbers.quoted(text) + " is not a truth value; one of true, false, 1, 0");
    };
  }
}
