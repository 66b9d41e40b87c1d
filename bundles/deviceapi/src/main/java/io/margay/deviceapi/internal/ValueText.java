package io.margay.deviceapi.internal;

import io.margay.dmi.PropertyType;
import java.math.BigDecimal;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A value as KubeEdge's mappers write it: plain decimals, {@code true}, bytes in Base64. */
final class ValueText {
  private ValueText() {}

  static String of(Object value, @Nullable PropertyType type) {
    if (value instanceof Double number) {
      return Double.isFinite(number) ? plain(number, type) : number.toString();
    }
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    return value.toString();
  }

  private static String plain(Double number, @Nullable PropertyType type) {
    String shortest =
        type == PropertyType.FLOAT ? Float.toString(number.floatValue()) : number.toString();
    BigDecimal exact = new BigDecimal(shortest);
    return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
  }
}
