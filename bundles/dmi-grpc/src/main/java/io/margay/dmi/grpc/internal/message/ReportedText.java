package io.margay.dmi.grpc.internal.message;

import io.margay.dmi.ModelProperty;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.dmi.grpc.internal.wire.TwinProperty;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes a typed sample of the text in which a mapper reports a value. A value that is not of the
 * model's type becomes a bad sample with the reason, one outside of its limits a doubtful one.
 */
public final class ReportedText {
  private static final int LONGEST_NUMBER = 400;

  private ReportedText() {}

  /**
   * The sample that a mapper reports.
   *
   * @param now taken for a report that says no time of its own
   */
  public static Sample sample(
      ModelProperty property, TwinProperty reported, Instant now, long sequence) {
    Instant time = time(reported.getMetadataOrDefault("timestamp", ""), now);
    String text = reported.getValue();
    Object value;
    try {
      value = value(property, text);
    } catch (IllegalArgumentException e) {
      return new Sample(property.name(), null, Quality.BAD, unfit(property, text), time, sequence);
    }
    String doubt = value instanceof Number ? beyond(property, text) : null;
    return new Sample(
        property.name(),
        value,
        doubt == null ? Quality.GOOD : Quality.UNCERTAIN,
        doubt,
        time,
        sequence);
  }

  /** Whether a reported text says the value that is desired. */
  public static boolean says(ModelProperty property, String reported, String desired) {
    if (reported.equals(desired)) {
      return true;
    }
    try {
      Object left = value(property, reported);
      Object right = value(property, desired);
      if (left instanceof Number && right instanceof Number) {
        return new BigDecimal(left.toString()).compareTo(new BigDecimal(right.toString())) == 0;
      }
      return left.equals(right);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Object value(ModelProperty property, String text) {
    return switch (property.type()) {
      case INT -> whole(text);
      case FLOAT -> (double) number(text).floatValue();
      case DOUBLE -> number(text).doubleValue();
      case BOOLEAN -> truth(text);
      case BYTES -> bytes(text);
      case STRING, STREAM -> text;
    };
  }

  private static Object whole(String text) {
    BigDecimal number = number(text);
    if (Math.abs((long) number.scale()) > LONGEST_NUMBER
        || number.stripTrailingZeros().scale() > 0) {
      throw new IllegalArgumentException(text);
    }
    return number.toBigInteger().bitLength() < Long.SIZE
        ? (Object) number.longValue()
        : number.toBigInteger();
  }

  private static BigDecimal number(String text) {
    if (text.length() > LONGEST_NUMBER) {
      throw new NumberFormatException("too long for a number");
    }
    return new BigDecimal(text.strip());
  }

  private static Boolean truth(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static byte[] bytes(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  private static String unfit(ModelProperty property, String text) {
    return text.isEmpty()
        ? "the mapper reports no value"
        : "the mapper reports \"%s\", which is no %s".formatted(shortened(text), property.type());
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  private static @Nullable String beyond(ModelProperty property, String text) {
    BigDecimal value = number(text);
    BigDecimal minimum = limit(property.minimum());
    BigDecimal maximum = limit(property.maximum());
    if (minimum != null && value.compareTo(minimum) < 0) {
      return text + " is below the minimum of " + minimum.toPlainString();
    }
    if (maximum != null && value.compareTo(maximum) > 0) {
      return text + " is above the maximum of " + maximum.toPlainString();
    }
    return null;
  }

  private static @Nullable BigDecimal limit(@Nullable String text) {
    try {
      return text == null || text.isBlank() ? null : number(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** KubeEdge's {@code timestamp}: milliseconds since 1970. */
  private static Instant time(String text, Instant now) {
    try {
      return text.isEmpty() ? now : Instant.ofEpochMilli(Long.parseLong(text));
    } catch (NumberFormatException | DateTimeException e) {
      return now;
    }
  }
}
