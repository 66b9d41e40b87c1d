package io.margay.driver.modbus.internal.format;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderTest {

  /** The bytes are those of pymodbus 3.0's BinaryPayloadBuilder. */
  @ParameterizedTest
  @CsvSource({
    "ABCD, int32,   -123456789,           f8a432eb",
    "CDAB, int32,   -123456789,           32ebf8a4",
    "BADC, int32,   -123456789,           a4f8eb32",
    "DCBA, int32,   -123456789,           eb32a4f8",
    "ABCD, uint32,  4123456789,           f5c6f515",
    "CDAB, uint32,  4123456789,           f515f5c6",
    "BADC, uint32,  4123456789,           c6f515f5",
    "DCBA, uint32,  4123456789,           15f5c6f5",
    "ABCD, float32, 1234.5,               449a5000",
    "CDAB, float32, 1234.5,               5000449a",
    "BADC, float32, 1234.5,               9a440050",
    "DCBA, float32, 1234.5,               00509a44",
    "ABCDEFGH, int64, -1234567890123456789, eeddef0b82167eeb",
    "GHEFCDAB, int64, -1234567890123456789, 7eeb8216ef0beedd",
    "BADCFEHG, int64, -1234567890123456789, ddee0bef1682eb7e",
    "HGFEDCBA, int64, -1234567890123456789, eb7e16820befddee",
    "ABCD, float64, -0.1,                 bfb999999999999a",
    "CDAB, float64, -0.1,                 999a99999999bfb9",
    "BADC, float64, -0.1,                 b9bf999999999a99",
    "DCBA, float64, -0.1,                 9a9999999999b9bf",
    "ABCD, int16,   -2,                   fffe",
    "DCBA, int16,   -2,                   feff",
  })
  void anotherImplementationsBytesAreReadAndWritten(
      String order, String type, BigDecimal value, String wire) throws Exception {
    byte[] bytes = HexFormat.of().parseHex(wire);
    Format format =
        DataType.words().get(type).inRegisters(bytes.length / 2, ByteOrder.words().get(order));

    Object read = format.decode(bytes, 0);

    assertThat(new BigDecimal(read.toString())).isEqualByComparingTo(value);
    assertThat(format.encode(read)).isEqualTo(bytes);
  }

  @Test
  void theLettersOfAnOrderSayWhichByteStandsWhere() throws Exception {
    for (Map.Entry<String, ByteOrder> word : ByteOrder.words().entrySet()) {
      int registers = word.getKey().length() / 2;
      StringBuilder wire = new StringBuilder();
      for (char letter : word.getKey().toCharArray()) {
        wire.append("%02x".formatted((int) letter));
      }
      byte[] bytes = HexFormat.of().parseHex(wire);
      RegisterFormat raw = new RegisterFormat(RegisterFormat.Kind.RAW, registers, word.getValue());
      RegisterFormat number =
          new RegisterFormat(RegisterFormat.Kind.UNSIGNED, registers, word.getValue());

      assertThat(new String((byte[]) raw.decode(bytes, 0), US_ASCII))
          .isEqualTo("ABCDEFGH".substring(0, registers * 2));
      assertThat(number.decode(bytes, 0))
          .isEqualTo(registers == 2 ? 0x41424344L : 0x4142434445464748L);
    }
  }
}
