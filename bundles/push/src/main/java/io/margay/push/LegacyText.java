package io.margay.push;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The words in which KubeEdge's mappers write values and times: {@code format: legacy}. */
public final class LegacyText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private LegacyText() {}

  /** The value; empty when the sample is bad. */
  public static String value(PushRecord sent) {
    @Nullable Object value = sent.sample().value();
    if (value == null) {
      return "";
    }
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (value instanceof Double number && Double.isFinite(number)) {
      return plain(sent, number);
    }
    return value.toString();
  }

  /** The time in seconds, {@code 2026-11-27 06:00:00}, in UTC. */
  public static String time(PushRecord sent) {
    return TIME.format(sent.sample().time());
  }

  private static String plain(PushRecord sent, double number) {
    String shortest =
        switch (sent.type()) {
          case FLOAT -> Float.toString((float) number);
          default -> Double.toString(number);
        };
    BigDecimal exact = new BigDecimal(shortest).stripTrailingZeros();
    return exact.toPlainString();
  }
}
