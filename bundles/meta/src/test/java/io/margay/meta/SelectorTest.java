package io.margay.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {
  private static final Resource PRESS =
      resource(
          Map.of("app", "press", "line", "1", "margay.io/zone", "a"),
          """
          {"metadata":{"name":"press","annotations":{"note":"a,b=c"}},
           "spec":{"nodeName":"edge-1","ports":{"count":3},"on":true,"list":[1],"none":null}}""",
          "{\"phase\":\"Running\"}");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "app",
        "app=press",
        "app==press",
        "app = press",
        "app!=pump",
        "colour!=red",
        "app in (pump, press)",
        "app in (press)",
        "app notin (pump,)",
        "colour notin (red)",
        "!colour",
        "! colour",
        "app,line=1,!colour",
        "margay.io/zone=a , line in (1,2)"
      })
  void labelsArePickedAsKubernetesDoes(String text) {
    assertThat(Selector.ALL.withLabels(text).matches(PRESS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "colour",
        "!app",
        "app=pump",
        "app=",
        "app!=press",
        "app in (pump)",
        "app in ()",
        "app notin (press)",
        "colour in (red)",
        "app,line=2"
      })
  void labelsAreLeftAsKubernetesDoes(String text) {
    assertThat(Selector.ALL.withLabels(text).matches(PRESS)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "metadata.name=press",
        "metadata.namespace==default",
        "metadata.name!=pump",
        "spec.nodeName=edge-1",
        "spec.nodeName!=edge-2",
        "spec.ports.count=3",
        "spec.on=true",
        "spec.absent=",
        "spec.absent!=x",
        "spec.none=",
        "spec.list=",
        "spec.nodeName.deeper=",
        "status.phase=Running",
        "metadata.annotations.note=a\\,b\\=c",
        "metadata.name=press, status.phase!=Failed"
      })
  void fieldsArePicked(String text) {
    assertThat(Selector.ALL.withFields(text).matches(PRESS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metadata.name=pump",
        "metadata.namespace=zoo",
        "metadata.namespace=",
        "metadata.name=press,metadata.name=pump",
        "spec.nodeName!=edge-1",
        "spec.ports=3",
        "status.phase=Pending"
      })
  void fieldsAreLeft(String text) {
    assertThat(Selector.ALL.withFields(text).matches(PRESS)).isFalse();
  }

  @Test
  void nameAndNamespaceNeedNoLookIntoTheContent() {
    assertThat(Selector.ALL.withFields("metadata.namespace=a,metadata.name=b"))
        .isEqualTo(new Selector("a", "b", Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a in b    | found \"b\" at character 6, expected (",
        "a in (b   | found the end at character 8, expected a comma or )",
        "a of (b)  | found \"o\" at character 3, expected =, ==, !=, in, notin or a comma",
        "=b        | found \"=\" at character 1, expected a label",
        "a,        | found the end at character 3, expected a label",
        "a=b=c     | found \"=\" at character 4, expected a comma or the end"
      })
  void aMistakeInALabelSelectorIsShown(String text, String complaint) {
    assertThatThrownBy(() -> Selector.ALL.withLabels(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("selector \"" + text + "\": " + complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a         | found the end at character 2, expected =, == or !=",
        "a=b=c     | found \"=\" at character 4, expected a comma, or \\= for an equals sign in a"
            + " value",
        "=b        | found \"=\" at character 1, expected the path of a field",
        "a=b,      | found the end at character 5, expected the path of a field",
        "a=\\n      | found \"n\" at character 4, expected a backslash, a comma or an equals sign"
            + " after the backslash"
      })
  void aMistakeInAFieldSelectorIsShown(String text, String complaint) {
    assertThatThrownBy(() -> Selector.ALL.withFields(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("selector \"" + text + "\": " + complaint);
  }

  private static Resource resource(
      Map<String, String> labels, String content, @Nullable String status) {
    ResourceKey key = new ResourceKey(ResourceType.of("v1", "Thing"), "default", "press");
    return new Resource(key, "uid", Owner.LOCAL, 1, 1, labels, Instant.EPOCH, content, status);
  }
}
