package io.margay.driver.onvif.internal.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.7 | 1 | 10.0.0.7",
        "10.0.0.250-10.0.1.5 | 12 | 10.0.0.250",
        "192.168.1.77/24 | 254 | 192.168.1.1",
        "10.0.0.4/31 | 2 | 10.0.0.4",
        "255.255.255.255 | 1 | 255.255.255.255",
      })
  void aRangeHasSoManyAddressesAndBeginsWithThis(String text, long count, String first) {
    AddressRange range = AddressRange.parse(text).get(0);

    assertThat(range.count()).isEqualTo(count);
    byte[] bytes = range.at(0);
    assertThat(
            "%d.%d.%d.%d".formatted(bytes[0] & 255, bytes[1] & 255, bytes[2] & 255, bytes[3] & 255))
        .isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0",
        "10.0.0.256",
        "10.0.0.9-10.0.0.1",
        "10.0.0.0/33",
        "host",
        "10.0.0.1,"
      })
  void whatIsNoRangeIsNotTakenForOne(String text) {
    assertThat(AddressRange.parse(text)).isEmpty();
  }
}
