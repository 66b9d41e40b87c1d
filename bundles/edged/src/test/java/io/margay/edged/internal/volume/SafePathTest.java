package io.margay.edged.internal.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafePathTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "..",
        "../x",
        "a/../../x",
        "a/..",
        ".",
        "a/./b",
        "..data",
        "a/..data",
        "a\u0000b",
        "a\nb"
      })
  void aPathThatCouldLeaveItsFolderIsRefused(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SafePath.of(path))
        .withMessageContaining("expected");
  }

  @ParameterizedTest
  @CsvSource({"a,/v/a", "a/b/c,/v/a/b/c", "a//b,/v/a/b", ".hidden,/v/.hidden", "a..b,/v/a..b"})
  void aPlainPathIsBelowItsFolder(String path, String expected) {
    assertThat(SafePath.of(path).below(Path.of("/v"))).isEqualTo(Path.of(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/b", "", "ä", "a b", ".."})
  void aKeyIsOneNameOfFewLetters(String key) {
    assertThatIllegalArgumentException().isThrownBy(() -> SafePath.ofKey(key));
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 1025})
  void aPathIsBounded(int length) {
    assertThatIllegalArgumentException().isThrownBy(() -> SafePath.of("a".repeat(length)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "tls.crt", ".dockerconfigjson", "A_b-c.9"})
  void aKeyOfAConfigMapIsTaken(String key) {
    assertThat(SafePath.ofKey(key)).hasToString(key);
  }
}
