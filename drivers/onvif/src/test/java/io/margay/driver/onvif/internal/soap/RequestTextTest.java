package io.margay.driver.onvif.internal.soap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.margay.driver.onvif.internal.http.Credentials;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestTextTest {

  @Test
  void whateverAUserNameHoldsStaysText() throws XmlException {
    String nasty = "<a>&\"' \u00e9\ud83d\udcf7 ]]> \u0001\ud800";

    Element read = envelope(Tag.of("tds:SetHostname", Tag.of("tds:Name", nasty).with("k", nasty)));

    Element name = read.at("Body", "SetHostname", "Name");
    assertThat(name.text()).isEqualTo("<a>&\"' \u00e9\ud83d\udcf7 ]]>");
    assertThat(name.attribute("k")).isEqualTo("<a>&\"' \u00e9\ud83d\udcf7 ]]> ");
  }

  @Test
  void namespacesAreDeclaredThatElementsOrTheirContentUse() throws XmlException {
    Tag filter = Tag.of("wsnt:TopicExpression", "tns1:Device/Trigger|tns1:VideoSource");

    String text = new Envelope(List.of(), Tag.of("tev:Filter", filter)).text();

    assertThat(text)
        .contains("xmlns:tns1=\"http://www.onvif.org/ver10/topics\"")
        .contains("xmlns:wsnt=")
        .doesNotContain("xmlns:tptz=");
    assertThat(new ElementReader().read(text.getBytes(UTF_8)).name()).isEqualTo("Envelope");
  }

  /** The example of the ONVIF Application Programmer's Guide, 6.1.1.3. */
  @Test
  void theDigestIsThatOfOnvifsOwnExample() {
    byte[] nonce = Base64.getDecoder().decode("LKqI6G/AikKCQrN0zqZFlg==");

    assertThat(UserToken.digest(nonce, "2010-09-16T07:50:45Z", "userpassword"))
        .isEqualTo("tuOSpGlFlIXsozq4HFNeeGeFLEI=");
  }

  @Test
  void aTokenNamesTheUserAndHidesThePassword() {
    Tag token =
        UserToken.of(
            new Credentials("admin", "secret"),
            new byte[16],
            Instant.parse("2026-11-27T10:15:00Z"));

    assertThat(new Envelope(List.of(token), Tag.of("tds:GetUsers")).text())
        .contains("<wsse:Username>admin</wsse:Username>")
        .contains("<wsu:Created>2026-11-27T10:15:00Z</wsu:Created>")
        .contains("s:mustUnderstand=\"true\"")
        .doesNotContain("secret");
    assertThat(new Credentials("admin", "secret").toString()).doesNotContain("secret");
  }

  private static Element envelope(Tag body) throws XmlException {
    return new ElementReader().read(new Envelope(List.of(), body).text().getBytes(UTF_8));
  }
}
