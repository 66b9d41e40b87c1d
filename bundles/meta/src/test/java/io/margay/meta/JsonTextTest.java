package io.margay.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {

  @Test
  void whatIsReadIsWrittenTheSame() {
    String text =
        "{\"z\":1,\"a\":[1,2.50,\"x\",true,false,null,{}],\"n\":{\"deep\":{\"é\":\"\\n\"}},"
            + "\"big\":18446744073709551616,\"cycle\":10000000000}";

    assertThat(JsonText.write(JsonText.read(text))).isEqualTo(text);
  }

  @Test
  void numbersStayExact() {
    assertThat(JsonText.read("{\"v\":[1,10000000000,18446744073709551616,0.1]}").get("v"))
        .isEqualTo(List.of(1, 10_000_000_000L, BigInteger.TWO.pow(64), new BigDecimal("0.1")));
  }

  @Test
  void aNullIsAValue() {
    assertThat(JsonText.read("{\"a\":null}")).containsKey("a");
    assertThat(JsonText.read("{\"a\":[null]}").get("a")).isEqualTo(Arrays.asList((Object) null));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "`` | found nothing, expected a JSON object",
        "[] | found a list, expected a JSON object",
        "\"x\" | found a text, expected a JSON object",
        "5 | found 5, expected a JSON object",
        "{} {} | found an object after the JSON object",
        "{\"a\":1,\"a\":2} | not JSON: Duplicate field 'a'",
        "{\"a\" | not JSON: Unexpected end-of-input"
      })
  void whatIsNoJsonObjectIsRefusedWithTheReason(String text, String reason) {
    assertThatThrownBy(() -> JsonText.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void depthIsBounded() {
    String deep = "{\"a\":".repeat(200) + "1" + "}".repeat(200);

    assertThatThrownBy(() -> JsonText.read(deep)).isInstanceOf(IllegalArgumentException.class);
  }
}
