package io.margay.twin.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.PropertyType;
import java.math.BigInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ValueTextTest {

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(23.5, PropertyType.DOUBLE, "23.5"),
        Arguments.of(30.0, PropertyType.DOUBLE, "30"),
        Arguments.of((double) 0.1f, PropertyType.FLOAT, "0.1"),
        Arguments.of(1e21, PropertyType.DOUBLE, "1000000000000000000000"),
        Arguments.of(1e-7, PropertyType.DOUBLE, "0.0000001"),
        Arguments.of(-0.0, PropertyType.DOUBLE, "0"),
        Arguments.of(Double.NaN, PropertyType.DOUBLE, "NaN"),
        Arguments.of(-7L, PropertyType.INT, "-7"),
        Arguments.of(BigInteger.TWO.pow(64), PropertyType.INT, "18446744073709551616"),
        Arguments.of(true, PropertyType.BOOLEAN, "true"),
        Arguments.of("a b", PropertyType.STRING, "a b"),
        Arguments.of(new byte[] {1, 2}, PropertyType.BYTES, "AQI="));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueIsWrittenAsKubeEdgesMappersDo(Object value, PropertyType type, String text) {
    assertThat(ValueText.of(value, type)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "30, 30.0, DOUBLE, true",
    "0.1, 0.10000000149, FLOAT, true",
    "0.1, 0.10000000149, DOUBLE, false",
    "1, true, BOOLEAN, true",
    "1, true, STRING, false",
    "1, 2, INT, false",
    "x, 1, INT, false"
  })
  void twoTextsAreComparedByTheirType(String one, String other, PropertyType type, boolean same) {
    assertThat(ValueText.same(one, other, type)).isEqualTo(same);
  }
}
