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

import io.margay.dmi.PropertyType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DecoderTest {
  private static final BigInteger BEYOND_LONG = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  static Stream<Arguments> values() {
    return Stream.of(
        arguments(INT, 1.0, 7, 7L),
        arguments(INT, 1.0, (short) -7, -7L),
        arguments(INT, 1.0, Long.MIN_VALUE, Long.MIN_VALUE),
        arguments(INT, 1.0, BEYOND_LONG, BEYOND_LONG),
        arguments(INT, 1.0, BigInteger.TEN, 10L),
        arguments(INT, 0.0, 7, 7L),
        arguments(INT, 10.0, 7, 70L),
        arguments(INT, 0.1, 235, 24L),
        arguments(INT, 0.1, -235, -24L),
        arguments(INT, 1.0, 6.6f, 7L),
        arguments(INT, 1.0, true, 1L),
        arguments(INT, 1.0, " 12 ", 12L),
        arguments(INT, 1e30, 1, BigInteger.TEN.pow(30)),
        arguments(DOUBLE, 0.1, 235, 23.5),
        arguments(DOUBLE, 0.1, 3, 0.3),
        arguments(DOUBLE, 0.001, -1_234_567, -1234.567),
        arguments(DOUBLE, 0.1, Long.MAX_VALUE, Long.MAX_VALUE / 10.0),
        arguments(DOUBLE, 1e-20, 1, 1e-20),
        arguments(DOUBLE, -2.5, 4, -10.0),
        arguments(DOUBLE, 1.0, 0.1f, 0.1),
        arguments(DOUBLE, 0.1, 0.1f, 0.01),
        arguments(DOUBLE, 1.0, 0.1, 0.1),
        arguments(DOUBLE, 1.0, false, 0.0),
        arguments(DOUBLE, 1.0, "1e3", 1000.0),
        arguments(DOUBLE, 1.0, new BigDecimal("2.50"), 2.5),
        arguments(FLOAT, 1.0, 0.1f, 0.1),
        arguments(FLOAT, 1.0, 23.7f, 23.7),
        arguments(FLOAT, 1.0, 23f, 23.0),
        arguments(FLOAT, 0.1, 235, 23.5),
        arguments(FLOAT, 1.0, 16_777_217, 16_777_216.0),
        arguments(FLOAT, 1.0, 0.123456789012, 0.12345679),
        arguments(BOOLEAN, 1.0, true, true),
        arguments(BOOLEAN, 0.1, 1, true),
        arguments(BOOLEAN, 1.0, 0.0, false),
        arguments(BOOLEAN, 1.0, "TRUE", true),
        arguments(STRING, 1.0, "hot", "hot"),
        arguments(STRING, 0.1, 235, "23.5"),
        arguments(STRING, 1.0, 100, "100"),
        arguments(STRING, 1.0, 0.0, "0"),
        arguments(STRING, 1.0, false, "false"),
        arguments(STRING, 1.0, "grün".getBytes(StandardCharsets.UTF_8), "grün"),
        arguments(STREAM, 1.0, "file:///frame.jpg", "file:///frame.jpg"));
  }

  @ParameterizedTest(name = "{0} × {1}: {2} is {3}")
  @MethodSource("values")
  void aValueIsScaledAndTyped(PropertyType type, double scale, Object raw, Object expected)
      throws UnfitValueException {
    assertThat(decoder(type, scale).decode(raw)).isEqualTo(expected);
  }

  static Stream<Arguments> misfits() {
    return Stream.of(
        arguments(INT, "warm", "\"warm\" is not a number"),
        arguments(INT, Double.NaN, "NaN is not a number"),
        arguments(INT, "1e999999999", "not a number of reasonable size"),
        arguments(INT, new byte[2], "2 bytes, expected a value for INT"),
        arguments(DOUBLE, Float.NaN, "NaN is not a number"),
        arguments(DOUBLE, Double.POSITIVE_INFINITY, "Infinity is not a number"),
        arguments(FLOAT, 1e300, "not a number that FLOAT can hold"),
        arguments(BOOLEAN, 7, "Integer \"7\", expected a value for BOOLEAN"),
        arguments(BOOLEAN, "yes", "\"yes\" is not a truth value"),
        arguments(STRING, new byte[] {(byte) 0xFF}, "not UTF-8"),
        arguments(BYTES, 7, "expected a value for BYTES"),
        arguments(STRING, new Object[0], "expected a value for STRING"));
  }

  @ParameterizedTest(name = "{0} cannot be {1}")
  @MethodSource("misfits")
  void whatDoesNotFitSaysWhy(PropertyType type, Object raw, String why) {
    assertThatThrownBy(() -> decoder(type, 1).decode(raw))
        .isInstanceOf(UnfitValueException.class)
        .hasMessageContaining(why);
  }

  @Test
  void bytesStayAsTheyAre() throws UnfitValueException {
    byte[] bytes = {1, 2};

    assertThat(decoder(BYTES, 1).decode(bytes)).isSameAs(bytes);
  }

  @Test
  void aValueOutsideItsLimitsIsDoubtful() {
    Limits limits =
        new Limits(BigDecimal.ZERO, new BigDecimal("100"))
            .and(new Limits(new BigDecimal("-5"), new BigDecimal("99.5")));
    Decoder decoder = new Decoder(DOUBLE, Scale.NONE, limits);

    assertThat(decoder.doubt(0.0)).isNull();
    assertThat(decoder.doubt(99.5)).isNull();
    assertThat(decoder.doubt(-0.1)).isEqualTo("-0.1 is below the minimum of 0");
    assertThat(decoder.doubt(99.6)).isEqualTo("99.6 is above the maximum of 99.5");
    assertThat(decoder.doubt(101L)).isEqualTo("101 is above the maximum of 99.5");
    assertThat(decoder.doubt(BEYOND_LONG)).contains("above");
    assertThat(decoder.doubt("text")).isNull();
  }

  private static Decoder decoder(PropertyType type, double scale) {
    return new Decoder(type, Scale.of(scale), Limits.NONE);
  }
}
