package io.margay.twin.internal;

import io.margay.dmi.PropertyType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The types that {@code metadata.type} of a twin may name, and the texts that are values of them.
 */
final class TwinTypes {
  /** {@code integer} is another word for {@code int}. */
  private static final Map<String, PropertyType> WORDS =
      new TreeMap<>(
          Map.of(
              "string", PropertyType.STRING,
              "int", PropertyType.INT,
              "integer", PropertyType.INT,
              "float", PropertyType.FLOAT,
              "double", PropertyType.DOUBLE,
              "boolean", PropertyType.BOOLEAN,
              "bytes", PropertyType.BYTES,
              "stream", PropertyType.STREAM));

  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,20}");
  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final Pattern TRUTH = Pattern.compile("(?i)true|false|0|1");
  private static final Pattern NO_FINITE_NUMBER = Pattern.compile("(?i)nan|[+-]?inf(inity)?");

  private TwinTypes() {}

  /** The type that a word names. */
  static Optional<PropertyType> named(String word) {
    return Optional.ofNullable(WORDS.get(word));
  }

  /** All words, for people. */
  static String words() {
    return String.join(", ", WORDS.keySet());
  }

  /** Whether a text is a value of a type; without a type anything is. */
  static boolean admits(@Nullable PropertyType type, String text) {
    if (type == null || text.isEmpty()) {
      return true;
    }
    return switch (type) {
      case INT -> isInteger(text);
      case FLOAT, DOUBLE -> isNumber(text);
      case BOOLEAN -> TRUTH.matcher(text).matches();
      case STRING, BYTES, STREAM -> true;
    };
  }

  /** From the least signed to the greatest unsigned number of 64 bits. */
  private static boolean isInteger(String text) {
    if (!INTEGER.matcher(text).matches()) {
      return false;
    }
    BigInteger number = new BigInteger(text);
    return number.compareTo(LEAST) >= 0 && number.compareTo(MOST) <= 0;
  }

  private static boolean isNumber(String text) {
    BigDecimal number = ValueText.number(text);
    return number != null || NO_FINITE_NUMBER.matcher(text).matches();
  }
}
