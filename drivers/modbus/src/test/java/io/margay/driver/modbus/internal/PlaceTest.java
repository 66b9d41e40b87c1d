package io.margay.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.Problem;
import io.margay.dmi.PropertyType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceTest {
  private final List<Problem> problems = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "40001,  HoldingRegister,       0",
    "400001, HoldingRegister,       0",
    "465536, HoldingRegister,       65535",
    "30002,  InputRegister,         1",
    "310000, InputRegister,         9999",
    "10001,  DiscreteInputRegister, 0",
    "00001,  CoilRegister,          0",
    "000017, CoilRegister,          16",
  })
  void aManualsNumberTellsTableAndOffset(String address, String table, int offset) {
    Point point = point(Map.of("address", address)).orElseThrow();

    assertThat(point.table()).hasToString(table);
    assertThat(point.address()).isEqualTo(offset);
  }

  @Test
  void hexadecimalCountsFromZero() {
    Map<String, Object> hex = Map.of("register", "InputRegister", "address", "0x1F");

    assertThat(point(hex).orElseThrow().address()).isEqualTo(31);
    assertThat(point(Map.of("register", "InputRegister", "offset", "0x10")).orElseThrow().address())
        .isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource({"0x-1", "0x+1", "0x", "0x 1", "0x10000", "0xG"})
  void whatIsNoHexadecimalIsRefused(String offset) {
    assertThat(point(Map.of("register", "InputRegister", "offset", offset))).isEmpty();
    assertThat(problems).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1", "20001", "40000", "465537", "4000x", "4000001", "0x10000"})
  void whatIsNoAddressIsRefused(String address) {
    assertThat(point(Map.of("address", address))).isEmpty();
    assertThat(problems)
        .extracting(Problem::path)
        .containsExactly("/spec/properties/0/visitors/configData/address");
  }

  @Test
  void twoWaysToSayItMustAgree() {
    Map<String, Object> same =
        Map.of("address", 40011, "register", "HoldingRegister", "offset", 10);
    Map<String, Object> other = Map.of("address", 40011, "register", "InputRegister", "offset", 11);

    assertThat(point(same)).isPresent();
    assertThat(point(other)).isEmpty();
    assertThat(problems)
        .extracting(Problem::expected)
        .containsExactly("HoldingRegister, as address says", "10, as address says");
  }

  @ParameterizedTest
  @CsvSource({
    "bit,       16,       'a whole number from 0 to 15'",
    "byteOrder, ABCDEFGH, 'one of ABCD, CDAB, BADC, DCBA for 1 registers'",
    "byteOrder, ACBD,     'one of ABCD, CDAB, BADC, DCBA, ABCDEFGH, GHEFCDAB, BADCFEHG, HGFEDCBA,"
        + " EFGHABCD, CDABGHEF, FEHGBADC, DCBAHGFE'",
  })
  void aMistakeIsNamed(String key, String value, String expected) {
    assertThat(point(Map.of("address", 40001, key, value))).isEmpty();
    assertThat(problems).extracting(Problem::expected).containsExactly(expected);
  }

  @Test
  void theOrderIsNotSaidTwiceInDifferentWays() {
    Map<String, Object> settings =
        Map.of("address", 40001, "dataType", "int32", "byteOrder", "CDAB", "isSwap", true);

    assertThat(point(settings)).isEmpty();
    assertThat(problems)
        .extracting(Problem::expected)
        .containsExactly("the same as isSwap and isRegisterSwap say, or these left out");
  }

  @Test
  void aBitCountsInTheRegisterAsItIsMeantNotAsItLies() {
    Map<String, Object> swapped = new HashMap<>(Map.of("address", 40001, "bit", 3));
    assertThat(point(swapped).orElseThrow().format().mask()).isEqualTo(0x0008);

    swapped.put("isSwap", true);
    assertThat(point(swapped).orElseThrow().format().mask()).isEqualTo(0x0800);
  }

  private Optional<Point> point(Map<String, Object> settings) {
    return Point.of(Specs.property(0, PropertyType.INT, settings), problems::add);
  }
}
