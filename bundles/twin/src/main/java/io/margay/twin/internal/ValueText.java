package io.margay.twin.internal;

import io.margay.dmi.PropertyType;
import java.math.BigDecimal;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as KubeEdge's mappers do: numbers in plain decimal with no more digits than they
 * have, truth values as {@code true} and {@code false}, bytes in Base64.
 */
final class ValueText {
  private ValueText() {}

  static String of(Object value, @Nullable PropertyType type) {
    if (value instanceof Double number) {
      return decimal(
          type == PropertyType.FLOAT ? Float.toString(number.floatValue()) : number.toString());
    }
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    return value.toString();
  }

  private static String decimal(String number) {
    return switch (number) {
      case "NaN", "Infinity", "-Infinity" -> number;
      default -> {
        BigDecimal exact = new BigDecimal(number).stripTrailingZeros();
        yield exact.signum() == 0 ? "0" : exact.toPlainString();
      }
    };
  }

  /** Whether two texts say the same value of a type: {@code 30} and {@code 30.0} are one number. */
  static boolean same(String one, String other, @Nullable PropertyType type) {
    if (one.equals(other)) {
      return true;
    }
    if (type == PropertyType.BOOLEAN) {
      return truth(one).equals(truth(other));
    }
    if (type == PropertyType.FLOAT) {
      BigDecimal left = number(one);
      BigDecimal right = number(other);
      return left != null && right != null && left.floatValue() == right.floatValue();
    }
    if (type == PropertyType.INT || type == PropertyType.DOUBLE) {
      BigDecimal left = number(one);
      BigDecimal right = number(other);
      return left != null && right != null && left.compareTo(right) == 0;
    }
    return false;
  }

  /** The number that a text says, or null; a text too long to be one is not read. */
  static @Nullable BigDecimal number(String text) {
    if (text.length() > 400) {
      return null;
    }
    try {
      return new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static String truth(String text) {
    return switch (text) {
      case "1" -> "true";
      case "0" -> "false";
      default -> text;
    };
  }
}
