package io.margay.driver.onvif.internal.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerReaderTest {
  private static final int MOST = 20;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 200 OK~Content-Length: 5~~hello and more | hello",
        "HTTP/1.0 200 OK~~to the end | to the end",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~3~hel~2;x=y~lo~0~trailer: x~~ | hello",
        "HTTP/1.1 100 Continue~~HTTP/1.1 200 OK~Content-Length: 2~~ok | ok",
      })
  void aBodyIsReadInEachOfItsForms(String wire, String body) throws IOException {
    assertThat(new String(read(wire).body(), ISO_8859_1)).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SSH-2.0-OpenSSH~ | not HTTP",
        "HTTP/1.1 200 OK~Content-Length: 21~~ | longer than 20",
        "HTTP/1.1 200 OK~Content-Length: -1~~ | length",
        "HTTP/1.1 200 OK~Content-Length: 9999999999999999999999~~ | length",
        "HTTP/1.1 200 OK~Content-Length: 5~~hel | 2 bytes before its end",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~fffffffffff~ | longer than 20",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~zz~ | length",
        "HTTP/1.1 200 OK~~more than twenty bytes, and no length | longer than 20",
        "HTTP/1.1 200 OK~Content | broke off",
      })
  void whatIsNoAnswerOrTooLongIsRefusedInWords(String wire, String words) {
    assertThatThrownBy(() -> read(wire))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(words);
  }

  @Test
  void headersWithoutEndAreRefused() {
    assertThatThrownBy(() -> read("HTTP/1.1 200 OK~" + "a: b~".repeat(200)))
        .hasMessageContaining("more than 100 headers");
    assertThatThrownBy(() -> read("HTTP/1.1 200 OK~" + "a".repeat(10_000)))
        .hasMessageContaining("line of more than");
  }

  private static Answer read(String wire) throws IOException {
    byte[] bytes = wire.strip().replace("~", "\r\n").getBytes(ISO_8859_1);
    return new AnswerReader(new ByteArrayInputStream(bytes), MOST).read();
  }
}
