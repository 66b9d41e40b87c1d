package io.margay.manifests.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.margay.meta.yaml.Document;
import io.margay.meta.yaml.UnreadableException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonReaderTest {

  @Test
  void readsObjectsIndentedWithTabsAndKnowsTheirLines() throws Exception {
    List<Document> documents =
        JsonReader.read("{\n\t\"a\": 10000000000,\n\t\"b\": [\n\t\t0.10\n\t]\n}\n{\"c\": {}}");

    assertThat(documents)
        .extracting(Document::json)
        .containsExactly("{\"a\":10000000000,\"b\":[0.10]}", "{\"c\":{}}");
    assertThat(documents.get(0).lineOf("/b/0")).isEqualTo(4);
    assertThat(documents.get(0).lineOf("/b/7/x")).isEqualTo(3);
    assertThat(documents.get(1).line()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\\n\"a\":1,\\n\"a\":2} | 3 | Duplicate",
        "{\\n\"a\":1,} | 2 | no JSON",
        "{\\n\"a\": | 2 | no JSON",
        "\\n[1] | 2 | expected a JSON object",
      })
  void namesTheLineOfWhatIsWrong(String json, int line, String part) {
    UnreadableException refused =
        catchThrowableOfType(
            UnreadableException.class, () -> JsonReader.read(json.replace("\\n", "\n")));

    assertThat(refused.line()).isEqualTo(line);
    assertThat(refused).hasMessageContaining(part);
  }
}
