package io.margay.driver.modbus.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.driver.modbus.internal.format.RegisterFormat.Kind;
import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisterFormatTest {

  @ParameterizedTest
  @CsvSource({
    // kind, registers, isSwap, isRegisterSwap, wire, value
    "UNSIGNED, 1, false, false, 00EB,             235",
    "UNSIGNED, 1, false, false, FFFF,             65535",
    "UNSIGNED, 1, true,  false, EB00,             235",
    "UNSIGNED, 1, false, true,  00EB,             235",
    "UNSIGNED, 2, false, false, 11223344,         287454020",
    "UNSIGNED, 2, false, true,  33441122,         287454020",
    "UNSIGNED, 2, true,  false, 22114433,         287454020",
    "UNSIGNED, 2, true,  true,  44332211,         287454020",
    "UNSIGNED, 3, false, true,  556633441122,     18838586676582",
    "UNSIGNED, 4, false, false, FFFFFFFFFFFFFFFF, 18446744073709551615",
    "UNSIGNED, 4, true,  true,  8877665544332211, 1234605616436508552",
    "SIGNED,   1, false, false, FFFE,             -2",
    "SIGNED,   2, false, false, FFFFFFFE,         -2",
    "SIGNED,   2, false, true,  FFFEFFFF,         -2",
    "SIGNED,   4, false, false, 8000000000000000, -9223372036854775808",
    "IEEE,     2, false, false, 41BC0000,         23.5",
    "IEEE,     2, false, true,  000041BC,         23.5",
    "IEEE,     2, true,  false, BC410000,         23.5",
    "IEEE,     2, true,  true,  0000BC41,         23.5",
    "IEEE,     2, false, false, 3DCCCCCD,         0.1",
    "IEEE,     4, false, false, 3FB999999999999A, 0.1",
    "IEEE,     4, true,  true,  9A9999999999B93F, 0.1",
    "FLAG,     1, false, false, 0001,             true",
    "FLAG,     1, false, false, 0000,             false",
    "FLAG,     1, true,  false, 0100,             true",
  })
  void aValueIsReadAndWrittenInItsOrder(
      Kind kind, int registers, boolean isSwap, boolean isRegisterSwap, String wire, String value)
      throws Exception {
    RegisterFormat format =
        new RegisterFormat(kind, registers, new ByteOrder(isSwap, isRegisterSwap, false));
    byte[] bytes = HexFormat.of().parseHex(wire);

    Object read = format.decode(bytes, 0);

    assertThat(read).hasToString(value);
    assertThat(format.encode(read)).isEqualTo(bytes);
  }

  @Test
  void aValueIsFoundAtItsPlaceInABlock() {
    byte[] block = HexFormat.of().parseHex("000100020003");

    assertThat(
            new RegisterFormat(Kind.UNSIGNED, 1, new ByteOrder(false, false, false))
                .decode(block, 2))
        .isEqualTo(3L);
  }

  @Test
  void javaTypesAreThoseThatTheEngineExpects() {
    byte[] block = HexFormat.of().parseHex("FFFFFFFFFFFFFFFF");

    assertThat(
            new RegisterFormat(Kind.UNSIGNED, 3, new ByteOrder(false, false, false))
                .decode(block, 0))
        .isInstanceOf(Long.class);
    assertThat(
            new RegisterFormat(Kind.UNSIGNED, 4, new ByteOrder(false, false, false))
                .decode(block, 0))
        .isInstanceOf(BigInteger.class);
    assertThat(
            new RegisterFormat(Kind.IEEE, 2, new ByteOrder(false, false, false)).decode(block, 0))
        .isEqualTo(Double.NaN);
    assertThat(new RegisterFormat(Kind.RAW, 1, new ByteOrder(false, false, false)).decode(block, 0))
        .isEqualTo(new byte[] {-1, -1});
  }

  @Test
  void whatScalingLeavesIsRoundedToTheNearestWholeNumber() throws Exception {
    RegisterFormat format =
        new RegisterFormat(Kind.UNSIGNED, 1, new ByteOrder(false, false, false));

    assertThat(format.encode(234.99999999999997)).isEqualTo(new byte[] {0, (byte) 235});
  }

  @ParameterizedTest
  @CsvSource({
    "UNSIGNED, 1, 65536,   '65536 is outside 0 to 65535, which is what its registers can hold'",
    "UNSIGNED, 1, -1,      '-1 is outside 0 to 65535, which is what its registers can hold'",
    "SIGNED,   1, 32768,   '32768 is outside -32768 to 32767, which is what its registers can hold'",
    "SIGNED,   1, NaN,     '\"NaN\" is not a number that can be written'",
    "UNSIGNED, 1, fast,    '\"fast\" is not a number that can be written'",
    "UNSIGNED, 1, 1e9999999, '\"1e9999999\" is not a number that can be written'",
    "IEEE,     2, 1e300,   '1.0E300 is too large for a float of two registers'",
    "RAW,      2, press,   '\"press\" is not bytes'",
  })
  void aValueThatDoesNotFitIsRefusedWithTheReason(
      Kind kind, int registers, String value, String reason) {
    RegisterFormat format = new RegisterFormat(kind, registers, new ByteOrder(false, false, false));

    assertThatThrownBy(() -> format.encode(value))
        .isInstanceOf(UnfitValueException.class)
        .hasMessage(reason);
  }
}
