package io.margay.mapper.internal.device;

import static io.margay.dmi.PropertyType.BOOLEAN;
import static io.margay.dmi.PropertyType.BYTES;
import static io.margay.dmi.PropertyType.DOUBLE;
import static io.margay.dmi.PropertyType.FLOAT;
import static io.margay.dmi.PropertyType.INT;
import static io.margay.dmi.PropertyType.STREAM;
import static io.margay.dmi.PropertyType.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.margay.dmi.AccessMode;
import io.margay.dmi.PropertyType;
import java.math.BigDecimal;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EncoderTest {
  private static final Limits LIMITS = new Limits(new BigDecimal("-100"), new BigDecimal("100"));

  static Stream<Arguments> values() {
    return Stream.of(
        arguments(INT, 1.0, "42", 42L),
        arguments(INT, 1.0, " 42.0 ", 42L),
        arguments(INT, 0.1, "24", 240L),
        arguments(INT, 10.0, "50", 5L),
        arguments(DOUBLE, 0.1, "23.5", 235.0),
        arguments(DOUBLE, 3.0, "1", 1.0 / 3),
        arguments(FLOAT, 0.1, "23.5", 235.0),
        arguments(BOOLEAN, 1.0, "true", true),
        arguments(BOOLEAN, 1.0, "0", false),
        arguments(STRING, 0.1, "hot", "hot"),
        arguments(BYTES, 1.0, "AQL/", new byte[] {1, 2, (byte) 0xFF}));
  }

  @ParameterizedTest(name = "{0} × {1}: {2} is written as {3}")
  @MethodSource("values")
  void aWishIsTypedAndItsScaleUndone(PropertyType type, double scale, String text, Object expected)
      throws UnfitValueException {
    assertThat(encoder(type, scale).encode(text)).isEqualTo(expected);
  }

  static Stream<Arguments> misfits() {
    return Stream.of(
        arguments(INT, 1.0, "fast", "speed (INT): \"fast\" is not a number"),
        arguments(INT, 1.0, "1.5", "speed (INT): \"1.5\" is not a whole number"),
        arguments(INT, 10.0, "25", "speed (INT): 25 is not a multiple of the scale 10"),
        arguments(INT, 1.0, "101", "speed (INT): 101 is above the maximum of 100"),
        arguments(DOUBLE, 1.0, "-100.1", "speed (DOUBLE): -100.1 is below the minimum of -100"),
        arguments(DOUBLE, 1.0, "NaN", "speed (DOUBLE): \"NaN\" is not a number"),
        arguments(
            BOOLEAN,
            1.0,
            "on",
            "speed (BOOLEAN): \"on\" is not a truth value; one of true, false, 1, 0"),
        arguments(BYTES, 1.0, "A", "speed (BYTES): \"A\" is not Base64"),
        arguments(STREAM, 1.0, "x", "speed (STREAM): a stream cannot be written"));
  }

  @ParameterizedTest(name = "{0} × {1} cannot be {2}")
  @MethodSource("misfits")
  void aWishThatCannotBeSaysWhy(PropertyType type, double scale, String text, String why) {
    assertThatThrownBy(() -> encoder(type, scale).encode(text))
        .isInstanceOf(UnfitValueException.class)
        .hasMessage(why);
  }

  @Test
  void whatIsReadOnlyIsNotWritten() {
    Encoder encoder = new Encoder("speed", INT, AccessMode.READ_ONLY, Scale.NONE, Limits.NONE);

    assertThatThrownBy(() -> encoder.encode("1")).hasMessage("speed is ReadOnly");
  }

  private static Encoder encoder(PropertyType type, double scale) {
    return new Encoder("speed", type, AccessMode.READ_WRITE, Scale.of(scale), LIMITS);
  }
}
