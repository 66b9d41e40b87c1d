package io.margay.driver.plc4x.internal.plc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.dmi.PropertyType;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.plc4x.java.api.types.PlcValueType;
import org.apache.plc4x.java.api.value.PlcValue;
import org.apache.plc4x.java.spi.values.PlcBOOL;
import org.apache.plc4x.java.spi.values.PlcDATE_AND_TIME;
import org.apache.plc4x.java.spi.values.PlcDWORD;
import org.apache.plc4x.java.spi.values.PlcINT;
import org.apache.plc4x.java.spi.values.PlcLREAL;
import org.apache.plc4x.java.spi.values.PlcList;
import org.apache.plc4x.java.spi.values.PlcNull;
import org.apache.plc4x.java.spi.values.PlcREAL;
import org.apache.plc4x.java.spi.values.PlcSTRING;
import org.apache.plc4x.java.spi.values.PlcStruct;
import org.apache.plc4x.java.spi.values.PlcTIME;
import org.apache.plc4x.java.spi.values.PlcULINT;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values on their way from PLC4X and back. */
class ValuesTest {
  private static final BigInteger BEYOND_LONG = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  static Stream<Arguments> read() {
    PlcValue bytes = new PlcList(List.of(new PlcINT((short) 1), new PlcINT((short) 255)));
    Map<String, PlcValue> members = new LinkedHashMap<>();
    members.put("on", new PlcBOOL(true));
    members.put("na\"me", new PlcSTRING("a\nb"));
    return Stream.of(
        Arguments.of(new PlcBOOL(true), PropertyType.BOOLEAN, true),
        Arguments.of(new PlcINT((short) -3), PropertyType.INT, -3L),
        Arguments.of(new PlcDWORD(0xFFFF_FFFFL), PropertyType.INT, 4_294_967_295L),
        Arguments.of(new PlcULINT(BEYOND_LONG), PropertyType.INT, BEYOND_LONG),
        Arguments.of(new PlcREAL(0.1f), PropertyType.FLOAT, 0.1f),
        Arguments.of(new PlcLREAL(0.1), PropertyType.DOUBLE, 0.1),
        Arguments.of(new PlcSTRING("press"), PropertyType.STRING, "press"),
        Arguments.of(new PlcTIME(Duration.ofMillis(1500)), PropertyType.INT, 1500L),
        Arguments.of(new PlcTIME(Duration.ofMillis(1500)), PropertyType.STRING, "PT1.5S"),
        Arguments.of(
            new PlcDATE_AND_TIME(LocalDateTime.of(2026, 1, 2, 3, 4, 5)),
            PropertyType.STRING,
            "2026-01-02T03:04:05"),
        Arguments.of(bytes, PropertyType.BYTES, new byte[] {1, -1}),
        Arguments.of(bytes, PropertyType.STRING, "[1,255]"),
        Arguments.of(new PlcList(List.of(new PlcINT((short) 9))), PropertyType.INT, 9L),
        Arguments.of(
            new PlcStruct(members),
            PropertyType.STRING,
            "{\"on\":true,\"na\\\"me\":\"a\\u000ab\"}"));
  }

  @ParameterizedTest
  @MethodSource("read")
  void aValueBecomesWhatThePropertyHolds(PlcValue value, PropertyType type, Object expected)
      throws UnfitValueException {
    assertThat(FromPlc.value(value, type)).isEqualTo(expected);
  }

  @Test
  void aListDoesNotFitANumberAndSaysSo() {
    PlcValue list = new PlcList(List.of(new PlcINT((short) 1), new PlcINT((short) 300)));

    assertThatThrownBy(() -> FromPlc.value(list, PropertyType.INT))
        .hasMessageContaining("a list of 2 values")
        .hasMessageContaining("STRING");
    assertThatThrownBy(() -> FromPlc.value(list, PropertyType.BYTES))
        .hasMessageContaining("value 1 of the list");
  }

  @Test
  void noValueIsNoValue() {
    assertThatThrownBy(() -> FromPlc.value(new PlcNull(), PropertyType.INT))
        .isInstanceOf(UnfitValueException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "INT, 32767, 32767",
    "INT, -32768, -32768",
    "WORD, 65535, 65535",
    "ULINT, 18446744073709551615, 18446744073709551615",
    "REAL, 0.1, 0.1",
    "BOOL, true, true",
    "BOOL, 0, false",
    "STRING, a b, a b",
    "TIME, 1500, PT1.5S",
    "TIME, PT2S, PT2S",
    "DATE, 2026-01-02, 2026-01-02",
  })
  void aValueThatFitsTheTagIsWritten(PlcValueType type, String value, String expected)
      throws UnfitValueException {
    assertThat(ToPlc.value(value, type)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "INT, 32768, a whole number from -32768 to 32767",
    "USINT, -1, a whole number from 0 to 255",
    "DINT, 1.5, a whole number",
    "REAL, warm, a number",
    "BOOL, 2, true or false",
    "DATE, tomorrow, ISO 8601",
  })
  void aValueThatDoesNotFitTheTagIsRefusedAndNotCutOff(
      PlcValueType type, String value, String expected) {
    assertThatThrownBy(() -> ToPlc.value(value, type))
        .isInstanceOf(UnfitValueException.class)
        .hasMessageContaining(expected)
        .hasMessageContaining(type.name());
  }
}
