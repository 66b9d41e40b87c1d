package io.margay.meta.internal;

import static io.margay.meta.internal.Things.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.margay.meta.MetaException;
import io.margay.meta.ResourceKey;
import io.margay.meta.Violation;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentReaderTest {
  private static final String RIGHT =
      "'apiVersion':'test.margay.io/v1','kind':'Thing','metadata':{'name':'a'}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'kind':'Thing','metadata':{'name':'a'}} | /apiVersion | nothing | \"test.margay.io/v1\"",
        "{'apiVersion':'test.margay.io/v1','kind':'Other','metadata':{'name':'a'}} | /kind |"
            + " \"Other\" | \"Thing\"",
        "{'apiVersion':'test.margay.io/v1','kind':'Thing','metadata':{'name':'b'}} |"
            + " /metadata/name | \"b\" | \"a\"",
        "{'apiVersion':'test.margay.io/v1','kind':'Thing','metadata':{'name':'a','namespace':'x'}}"
            + " | /metadata/namespace | \"x\" | \"default\"",
        "{'apiVersion':'test.margay.io/v1','kind':'Thing'} | /metadata/name | nothing | \"a\"",
        "{'apiVersion':'test.margay.io/v1','kind':'Thing','metadata':[]} | /metadata | a list |"
            + " an object",
        "{'apiVersion':'test.margay.io/v1','kind':'Thing','metadata':{'name':'a','labels':{'x/y':1}}}"
            + " | /metadata/labels/x~1y | 1 | a string",
        "[] | `` | a list | a JSON object",
        "`` | `` | nothing | a JSON object",
      })
  void namesEachMistake(String json, String pointer, String found, String expected) {
    assertThat(refusal(json.replace('\'', '"')).violations())
        .contains(new Violation(pointer, found, expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "{'a':1,}", "{'a':1,'a':2}", "{'a':NaN}", "{'a' 1}", "{} {}", "{'a':01}"})
  void refusesWhatIsNoJson(String json) {
    MetaException.Invalid refused =
        catchThrowableOfType(
            MetaException.Invalid.class,
            () -> ContentReader.status(key("a"), json.replace('\'', '"')));

    assertThat(refused.violations()).hasSize(1);
  }

  @Test
  void boundsTheDepth() {
    String deep = "[".repeat(2000) + "]".repeat(2000);

    assertThat(refusal(right("'spec':" + deep)).getMessage()).contains("at most 100 levels deep");
  }

  @Test
  void boundsTheSizeInBytes() {
    String large = "ü".repeat(ContentReader.MAX_BYTES / 2);

    assertThat(refusal(right("'spec':'" + large + "'")).getMessage())
        .contains("expected at most 1572864 bytes");
  }

  @Test
  void refusesTextThatUtf8CannotHold() {
    assertThat(refusal(right("'spec':'\ud800'")).getMessage()).contains("unpaired surrogates");
  }

  @Test
  void readsLabels() {
    ContentReader.Content content =
        ContentReader.content(
            key("a"),
            "{'apiVersion':'test.margay.io/v1','kind':'Thing','metadata':{'name':'a','labels':{'x':'1'}}}"
                .replace('\'', '"'));

    assertThat(content.labels()).containsExactlyEntriesOf(Map.of("x", "1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "a b", "a%b", "a\nb"})
  void refusesNamesThatWouldBreakAPath(String name) {
    ResourceKey odd = new ResourceKey(Things.THING, "default", name);

    MetaException.Invalid refused =
        catchThrowableOfType(
            MetaException.Invalid.class,
            () -> ContentReader.content(odd, Things.content(odd, "{}").replace("\n", "\\n")));

    assertThat(refused.violations()).anyMatch(v -> v.pointer().equals("/metadata/name"));
  }

  private static String right(String more) {
    return "{" + (RIGHT + "," + more).replace('\'', '"') + "}";
  }

  private static MetaException.Invalid refusal(String json) {
    return catchThrowableOfType(
        MetaException.Invalid.class, () -> ContentReader.content(key("a"), json));
  }
}
