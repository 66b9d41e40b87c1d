package io.margay.driver.plc4x.internal.plc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import org.apache.plc4x.java.api.types.PlcValueType;

/**
 * Values of the device API in the Java types that PLC4X makes its own of, checked against the range
 * of the type: PLC4X cuts some numbers off without a word.
 */
final class ToPlc {
  private ToPlc() {}

  /**
   * @throws UnfitValueException when a tag of the type cannot hold the value
   */
  static Object value(Object value, PlcValueType type) throws UnfitValueException {
    return switch (type) {
      case BOOL -> truth(value, type);
      case SINT -> whole(value, type, 8, true);
      case INT -> whole(value, type, 16, true);
      case DINT -> whole(value, type, 32, true);
      case LINT -> whole(value, type, 64, true);
      case BYTE, USINT -> whole(value, type, 8, false);
      case WORD, UINT -> whole(value, type, 16, false);
      case DWORD, UDINT -> whole(value, type, 32, false);
      case LWORD, ULINT -> whole(value, type, 64, false);
      case REAL -> decimal(value, type).floatValue();
      case LREAL -> decimal(value, type).doubleValue();
      case TIME, LTIME ->
          value instanceof String text && text.contains("P")
              ? moment(text, type, Duration::parse)
              : Duration.ofMillis(decimal(value, type).longValue());
      case DATE, LDATE -> moment(String.valueOf(value), type, LocalDate::parse);
      case TIME_OF_DAY, LTIME_OF_DAY -> moment(String.valueOf(value), type, LocalTime::parse);
      case DATE_AND_TIME, DATE_AND_LTIME, LDATE_AND_TIME ->
          moment(String.valueOf(value), type, LocalDateTime::parse);
      case CHAR, WCHAR, STRING, WSTRING -> String.valueOf(value);
      default -> value;
    };
  }

  private static Boolean truth(Object value, PlcValueType type) throws UnfitValueException {
    if (value instanceof Boolean flag) {
      return flag;
    }
    String text = String.valueOf(value);
    if (text.equals("1") || text.equals("true")) {
      return true;
    }
    if (text.equals("0") || text.equals("false")) {
      return false;
    }
    throw unfit(value, type, "true or false");
  }

  private static Object whole(Object value, PlcValueType type, int bits, boolean signed)
      throws UnfitValueException {
    BigDecimal number = decimal(value, type);
    BigInteger least = signed ? BigInteger.ONE.shiftLeft(bits - 1).negate() : BigInteger.ZERO;
    BigInteger most = BigInteger.ONE.shiftLeft(signed ? bits - 1 : bits).subtract(BigInteger.ONE);
    BigInteger whole = number.toBigInteger();
    if (new BigDecimal(whole).compareTo(number) != 0
        || whole.compareTo(least) < 0
        || whole.compareTo(most) > 0) {
      throw unfit(value, type, "a whole number from " + least + " to " + most);
    }
    return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
  }

  private static BigDecimal decimal(Object value, PlcValueType type) throws UnfitValueException {
    if (value instanceof Boolean flag) {
      return flag ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    try {
      return new BigDecimal(String.valueOf(value).strip());
    } catch (NumberFormatException e) {
      throw unfit(value, type, "a number");
    }
  }

  private interface Parser<T> {
    T parse(CharSequence text);
  }

  private static <T> T moment(String text, PlcValueType type, Parser<T> parser)
      throws UnfitValueException {
    try {
      return parser.parse(text);
    } catch (DateTimeParseException e) {
      throw unfit(text, type, "ISO 8601");
    }
  }

  private static UnfitValueException unfit(Object value, PlcValueType type, String expected) {
    return new UnfitValueException(
        "the tag is of type %s: found %s, expected %s".formatted(type, value, expected));
  }
}
