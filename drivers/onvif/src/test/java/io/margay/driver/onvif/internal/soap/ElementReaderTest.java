package io.margay.driver.onvif.internal.soap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElementReaderTest {

  @Test
  void elementsAreFoundByTheirLocalNamesWhateverTheirPrefix() throws XmlException {
    Element read =
        read("<a:x xmlns:a='urn:1'><b:y xmlns:b='urn:2' k='v'> <![CDATA[1<2]]> </b:y></a:x>");

    assertThat(read.at("y").text()).isEqualTo("1<2");
    assertThat(read.at("y").attribute("k")).isEqualTo("v");
    assertThat(read.at("y").namespace()).isEqualTo("urn:2");
    assertThat(read.at("z", "y").exists()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><x>&b;</x>",
        "<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>",
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
        "<!DOCTYPE x><x/>",
        "<html><p>Welcome",
        "",
        "no xml",
        "<x>&unknown;</x>",
        "<x><y></x></y>",
      })
  void whatIsNoXmlOrHasADtdIsRefused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(XmlException.class);
  }

  @Test
  void xmlIsRefusedThatIsDeeperOrLargerThanAnyAnswer() {
    assertThatThrownBy(() -> read("<x>".repeat(65) + "</x>".repeat(65)))
        .hasMessageContaining("deeper than 64");
    assertThatThrownBy(() -> read("<x>" + "<y/>".repeat(50_000) + "</x>"))
        .hasMessageContaining("more than 50000");
  }

  private static Element read(String text) throws XmlException {
    return new ElementReader().read(text.getBytes(UTF_8));
  }
}
