package io.margay.dmi.grpc.internal.message;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.FloatValue;
import com.google.protobuf.Int32Value;
import com.google.protobuf.Int64Value;
import com.google.protobuf.MessageLite;
import com.google.protobuf.StringValue;
import io.margay.dmi.Problem;
import io.margay.dmi.grpc.internal.wire.CustomizedValue;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the free settings of a manifest into {@code Any}, in the five wrappers that mappers of
 * KubeEdge's framework decode: string, bool, int32, int64 and float.
 *
 * <p>Integers go as integers and stay exact; KubeEdge sends them as floats. Keys are sorted, so
 * that equal settings are equal bytes.
 */
final class ConfigValues {
  private static final String TYPE_PREFIX = "type.googleapis.com/google.protobuf.";

  private ConfigValues() {}

  /** Settings as a message; what {@link #check} complains of is left out. */
  static CustomizedValue write(Map<String, Object> settings) {
    return CustomizedValue.newBuilder().putAllData(wrapped(settings)).build();
  }

  /** Each setting in its wrapper. */
  static Map<String, Any> wrapped(Map<String, Object> settings) {
    Map<String, Any> data = new TreeMap<>();
    settings.forEach((key, value) -> wrap(value).ifPresent(any -> data.put(key, any)));
    return data;
  }

  /** Complains of settings that no mapper in another process could read. */
  static void check(String path, Map<String, Object> settings, Consumer<Problem> problems) {
    settings.forEach(
        (key, value) -> {
          if (value != null && wrap(value).isEmpty()) {
            problems.accept(
                new Problem(
                    path + "/" + key.replace("~", "~0").replace("/", "~1"),
                    describe(value),
                    "a string, a boolean, or a number that 64 bits or a float can hold, the only"
                        + " settings that a mapper in another process is given"));
          }
        });
  }

  private static String describe(Object value) {
    return value instanceof Map ? "an object" : value instanceof Iterable ? "a list" : "" + value;
  }

  private static Optional<Any> wrap(@Nullable Object value) {
    if (value instanceof String text) {
      return any("StringValue", StringValue.of(text));
    }
    if (value instanceof Boolean truth) {
      return any("BoolValue", BoolValue.of(truth));
    }
    if (value instanceof Number number) {
      return wrapNumber(number);
    }
    return Optional.empty();
  }

  private static Optional<Any> wrapNumber(Number number) {
    if (number instanceof BigInteger big && big.bitLength() >= Long.SIZE) {
      return Optional.empty();
    }
    if (number instanceof Integer
        || number instanceof Long
        || number instanceof Short
        || number instanceof Byte
        || number instanceof BigInteger) {
      long whole = number.longValue();
      return whole == (int) whole
          ? any("Int32Value", Int32Value.of((int) whole))
          : any("Int64Value", Int64Value.of(whole));
    }
    float narrow = number.floatValue();
    boolean isAnother =
        Float.isInfinite(narrow) != Double.isInfinite(number.doubleValue())
            || (narrow == 0) != (number.doubleValue() == 0);
    return isAnother ? Optional.empty() : any("FloatValue", FloatValue.of(narrow));
  }

  private static Optional<Any> any(String type, MessageLite wrapper) {
    return Optional.of(
        Any.newBuilder().setTypeUrl(TYPE_PREFIX + type).setValue(wrapper.toByteString()).build());
  }
}
