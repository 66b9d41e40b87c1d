package io.margay.driver.modbus.internal.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedFormatsTest {
  private static final HexFormat HEX = HexFormat.of();

  @ParameterizedTest
  @CsvSource({
    "UNSIGNED, 0, 8, 12fe, 254,  00fe",
    "UNSIGNED, 8, 8, 12fe, 18,   1200",
    "SIGNED,   0, 8, 12fe, -2,   00fe",
    "SIGNED,   8, 8, 80fe, -128, 8000",
    "FLAG,     0, 1, 0001, true, 0001",
    "FLAG,    15, 1, 8000, true, 8000",
    "FLAG,    15, 1, 7fff, false, 0000",
    "UNSIGNED, 4, 1, 0010, 1,    0010",
  })
  void aPartOfARegisterIsReadAndWrittenInItsPlace(
      PartFormat.Kind kind, int shift, int bits, String register, String value, String written)
      throws Exception {
    PartFormat format = new PartFormat(kind, shift, bits);

    Object read = format.decode(HEX.parseHex(register), 0);

    assertThat(read).hasToString(value);
    assertThat(format.encode(read)).isEqualTo(HEX.parseHex(written));
  }

  @Test
  void aByteThatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> new PartFormat(PartFormat.Kind.SIGNED, 0, 8).encode(128))
        .isInstanceOf(UnfitValueException.class)
        .hasMessageStartingWith("128 is outside -128 to 127");
  }

  @ParameterizedTest
  @CsvSource({
    "1, ABCD, 1234,             1234",
    "2, ABCD, 12345678,         12345678",
    "2, CDAB, 12345678,         56781234",
    "4, ABCD, 9999999999999999, 9999999999999999",
    "1, ABCD, 7,                0007",
  })
  void decimalDigitsAreReadAndWritten(int registers, String order, long value, String wire)
      throws Exception {
    BcdFormat format = new BcdFormat(registers, ByteOrder.words().get(order));

    assertThat(format.decode(HEX.parseHex(wire), 0)).isEqualTo(value);
    assertThat(format.encode(value)).isEqualTo(HEX.parseHex(wire));
  }

  @Test
  void whatIsNoDecimalDigitIsNotMadeANumber() {
    BcdFormat format = new BcdFormat(1, ByteOrder.BIG_ENDIAN);

    assertThatThrownBy(() -> format.decode(HEX.parseHex("12a4"), 0))
        .hasMessage("not in binary coded decimal");
    assertThatThrownBy(() -> format.encode(10_000)).isInstanceOf(UnfitValueException.class);
  }

  @Test
  void aTextEndsAtAZeroByteAndLosesSpacesOnlyWhenAsked() throws Exception {
    assertThat(text(UTF_8, false).decode(HEX.parseHex("707265737320000078"), 0))
        .isEqualTo("press ");
    assertThat(text(UTF_8, true).decode(HEX.parseHex("7072657373200000"), 0)).isEqualTo("press");
    assertThat(text(ISO_8859_1, false).decode(HEX.parseHex("e400000000000000"), 0)).isEqualTo("ä");
    assertThat(text(ISO_8859_1, false).encode("ä")).startsWith(0xe4, 0);
    assertThatThrownBy(() -> text(US_ASCII, false).encode("ä"))
        .hasMessage("the text has characters that US-ASCII does not have");
    assertThatThrownBy(() -> text(UTF_8, false).encode("too long!"))
        .hasMessage("the text takes 9 bytes, its registers hold 8");
  }

  @ParameterizedTest
  @ValueSource(
      floats = {
        0f,
        -0f,
        0.1f,
        1234.5f,
        23.05f,
        1e-7f,
        1e30f,
        16_777_217f,
        -99.999f,
        1.17e-38f,
        9_999_999f,
        0.30000001f,
        Float.POSITIVE_INFINITY,
        Float.NaN
      })
  void aFloatBecomesTheDoubleThatPrintsAlike(float value) {
    assertThat(Double.valueOf(Decimals.widened(value)))
        .isEqualTo(Double.valueOf(Float.toString(value)));
  }

  private static TextFormat text(Charset charset, boolean trim) {
    return new TextFormat(4, ByteOrder.BIG_ENDIAN, charset, trim);
  }
}
