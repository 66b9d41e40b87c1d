package io.margay.meta.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.meta.JsonText;
import io.margay.meta.internal.GeneratedJson;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlRoundTripTest {
  private final Random random = new Random(3);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "-1",
        "9007199254740993",
        "123456789012345678901234567890",
        "0.10",
        "1.50",
        "1E+400",
        "1e3",
        "1E-7",
        "-0.0",
        "100000000000000000000000.5"
      })
  void numbersKeepTheirValue(String digits) throws Exception {
    assertThat(roundTrip(Map.of("n", JsonText.read("{\"n\":" + digits + "}").get("n"))))
        .isEqualTo(JsonText.read("{\"n\":" + digits + "}"));
  }

  @Test
  void textsThatLookLikeSomethingElseStayTexts() throws Exception {
    for (String text : GeneratedJson.TRICKY) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("plain", text);
      document.put("list", List.of(text, List.of(text), Map.of("in", text)));
      document.put("keys", Map.of(text, text));

      assertThat(roundTrip(document)).as("<%s>", text).isEqualTo(document);
    }
  }

  @Test
  void severalLinesStandAsABlockThatPeopleCanRead() throws Exception {
    assertThat(write(Map.of("script", "one\n  two\nthree\n")))
        .isEqualTo(
            """
            ---
            script: |
                one
                  two
                three
            """);
  }

  @Test
  void anythingThatIsGeneratedComesBack() throws Exception {
    for (int i = 0; i < 3000; i++) {
      Map<String, Object> document = JsonText.read(GeneratedJson.object(random));

      Map<String, Object> again = roundTrip(document);

      assertThat(again).as(write(document)).isEqualTo(document);
      assertThat(JsonText.write(again)).isEqualTo(JsonText.write(document));
    }
  }

  private static Map<String, Object> roundTrip(Map<String, ?> document)
      throws IOException, UnreadableException {
    String yaml = write(document);
    List<Document> documents = YamlReader.read(yaml);
    assertThat(documents).as(yaml).hasSize(1);
    return JsonText.read(documents.get(0).json());
  }

  private static String write(Map<String, ?> document) throws IOException {
    StringWriter text = new StringWriter();
    YamlWriter writer = new YamlWriter(text);
    writer.write(document);
    writer.end();
    return text.toString();
  }
}
