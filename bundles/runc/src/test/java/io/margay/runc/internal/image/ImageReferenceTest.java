package io.margay.runc.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
  private static final String DIGEST =
      "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @CsvSource({
    "busybox, docker.io/library/busybox:latest",
    "busybox:1, docker.io/library/busybox:1",
    "me/app, docker.io/me/app:latest",
    "quay.io/a/b/c:v2, quay.io/a/b/c:v2",
    "localhost/x, localhost/x:latest",
    "127.0.0.1:5000/x:y, 127.0.0.1:5000/x:y",
    "Registry.Example.com/x, registry.example.com/x:latest",
    "x@" + DIGEST + ", docker.io/library/x@" + DIGEST,
    "x:1@" + DIGEST + ", docker.io/library/x:1@" + DIGEST
  })
  void whatPeopleLeaveOutIsFilledIn(String written, String meant) {
    assertThat(ImageReference.parse(written)).hasToString(meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "UPPER",
        "a//b",
        "a/../b",
        "x:",
        "x: y",
        "x@md5:00",
        "x@sha256:0",
        "/x",
        "a b"
      })
  void aNameThatIsNoneIsRefused(String written) {
    assertThatThrownBy(() -> ImageReference.parse(written))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
