package io.margay.meta.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlReaderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a: 10000000000 | {\"a\":10000000000}",
        "a: 123456789012345678901234567890 | {\"a\":123456789012345678901234567890}",
        "a: 0.1 | {\"a\":0.1}",
        "a: 100.0 | {\"a\":100.0}",
        "a: 1.50 | {\"a\":1.50}",
        "a: .5 | {\"a\":0.5}",
        "a: -1e3 | {\"a\":-1e3}",
        "a: +5 | {\"a\":5}",
        "a: 1_000 | {\"a\":1000}",
        "a: 0x1F | {\"a\":31}",
        "a: 010 | {\"a\":8}",
        "a: 12:30:45 | {\"a\":\"12:30:45\"}",
        "a: 2026-11-22 | {\"a\":\"2026-11-22\"}",
        "a: 192.168.1.5:80 | {\"a\":\"192.168.1.5:80\"}",
        "a: yes | {\"a\":true}",
        "a: Off | {\"a\":false}",
        "a: \"1\" | {\"a\":\"1\"}",
        "a: !!str 1 | {\"a\":\"1\"}",
        "a: | {\"a\":null}",
        "a: ~ | {\"a\":null}",
        "a: {name: x, namespace: default} | {\"a\":{\"name\":\"x\",\"namespace\":\"default\"}}",
        "a: [1, two, {}] | {\"a\":[1,\"two\",{}]}",
        "1: x | {\"1\":\"x\"}",
      })
  void readsValuesAsKubectlDoes(String yaml, String json) throws Exception {
    assertThat(json(yaml)).isEqualTo(json);
  }

  @Test
  void keepsTheOrderOfKeys() throws Exception {
    assertThat(json("z: 1\na: 2\nm: 3\n")).isEqualTo("{\"z\":1,\"a\":2,\"m\":3}");
  }

  @Test
  void readsOddIndentationTrailingSpacesAndComments() throws Exception {
    String yaml =
        "apiVersion: v1   # a comment\n"
            + "metadata:\n"
            + " name: x  \n"
            + "spec:\n"
            + "  empty:\n"
            + "      # ip: \"172.18.0.3\"\n"
            + "  \n"
            + "  list:\n"
            + "  - name: one\t# a tab before the comment\n"
            + "    deep:\n"
            + "          deeper: \"q\"   # after a quote\n"
            + "  - name: two";

    assertThat(json(yaml))
        .isEqualTo(
            "{\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"x\"},\"spec\":{\"empty\":null,"
                + "\"list\":[{\"name\":\"one\",\"deep\":{\"deeper\":\"q\"}},{\"name\":\"two\"}]}}");
  }

  @Test
  void readsSeveralDocumentsAndLeavesEmptyOnesOut() throws Exception {
    List<Document> documents = YamlReader.read("---\na: 1\n---\n# nothing\n---\nb: 2\n---\n");

    assertThat(documents).extracting(Document::json).containsExactly("{\"a\":1}", "{\"b\":2}");
    assertThat(documents).extracting(Document::line).containsExactly(2, 6);
    assertThat(YamlReader.read("# only a comment\n")).isEmpty();
    assertThat(YamlReader.read("")).isEmpty();
  }

  @Test
  void expandsAnchorsAndMerges() throws Exception {
    String yaml =
        """
        base: &base {x: 1, y: 2}
        one:
          <<: *base
          y: 3
        two: *base
        """;

    assertThat(json(yaml))
        .isEqualTo(
            "{\"base\":{\"x\":1,\"y\":2},\"one\":{\"x\":1,\"y\":3},\"two\":{\"x\":1,\"y\":2}}");
  }

  @Test
  void knowsTheLineOfAPointerOrOfItsNearestParent() throws Exception {
    Document document =
        YamlReader.read(
                """
                # first
                spec:
                  properties:
                    - name: speed
                      visitors:
                        configData:
                          register: HoldingRegistr
                    - name: count
                  a/b:
                    c: 1
                """)
            .get(0);

    assertThat(document.lineOf("/spec/properties/0/visitors/configData/register")).isEqualTo(7);
    assertThat(document.lineOf("/spec/properties/0/visitors/configData/offset")).isEqualTo(6);
    assertThat(document.lineOf("/spec/properties/1/visitors/configData/offset")).isEqualTo(8);
    assertThat(document.lineOf("/spec/a~1b/c")).isEqualTo(10);
    assertThat(document.lineOf("/metadata/name")).isEqualTo(2);
    assertThat(document.lineOf("")).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a: 1\\nb: 2\\na: 3 | 3 | \"a\" stands here twice",
        "a: 1\\n\\tb: 2 | 2 | no YAML",
        "a: [1, 2 | 1 | no YAML",
        "a: 1\\nb: .inf | 2 | expected a finite number",
        "a: 1\\nb: !secret x | 2 | found tag !secret",
        "a: 1\\nb: !!java.net.URL [x] | 2 | tag is not allowed",
        "- a | 1 | found no mapping",
        "just text | 1 | found no mapping",
        "a: *nobody | 1 | no YAML",
        "? [a] \\n: 1 | 1 | found no name",
      })
  void namesTheLineOfWhatIsWrong(String yaml, int line, String part) {
    UnreadableException refused =
        catchThrowableOfType(
            UnreadableException.class,
            () -> YamlReader.read(yaml.replace("\\n", "\n").replace("\\t", "\t")));

    assertThat(refused.line()).isEqualTo(line);
    assertThat(refused).hasMessageContaining(part).message().doesNotContain("\n");
  }

  @Test
  void boundsTheExpansionOfAliases() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String alias = "*a" + (i - 1);
      laughs.append(
          "a%d: &a%d [%s]\n"
              .formatted(i, i, String.join(", ", java.util.Collections.nCopies(10, alias))));
    }

    assertThatThrownBy(() -> YamlReader.read(laughs.toString()))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("more than 200000 values");
  }

  @Test
  void refusesAnAliasOfItself() {
    assertThatThrownBy(() -> YamlReader.read("a: &a [*a]"))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("levels deep");
  }

  @Test
  void boundsTheDepth() {
    assertThatThrownBy(() -> YamlReader.read("a: " + "[".repeat(5000) + "]".repeat(5000)))
        .isInstanceOf(UnreadableException.class);
  }

  private static String json(String yaml) throws UnreadableException {
    List<Document> documents = YamlReader.read(yaml);
    assertThat(documents).hasSize(1);
    return documents.get(0).json();
  }
}
