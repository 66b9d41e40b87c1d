package io.margay.edged.internal.spec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.margay.edged.engine.RegistryLogin;
import io.margay.edged.internal.PodJson;
import io.margay.edged.internal.pod.Pod;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PullLoginsTest {
  private final GivenObjects objects = new GivenObjects();
  private final Pod pod =
      PodJson.pod(
          "{'imagePullSecrets':[{'name':'first'},{'name':'second'}],"
              + "'containers':[{'name':'a','image':'i'}]}");

  @ParameterizedTest
  @CsvSource({
    "reg.example,reg.example/app:1,true",
    "https://reg.example,reg.example/app:1,true",
    "reg.example:5000,reg.example:5000/app,true",
    "reg.example,reg.example:5000/app,false",
    "reg.example:5000,reg.example/app,false",
    "reg.example/team,reg.example/team/app:1,true",
    "reg.example/team,reg.example/teammate/app:1,false",
    "reg.example/team/app,reg.example/team/app:1,true",
    "reg.example/team/app,reg.example/team/app@sha256:0,true",
    "*.example,reg.example/app,true",
    "*.example,a.b.example/app,false",
    "reg.example,other.example/app,false",
    "https://index.docker.io/v1/,busybox:1,true",
    "docker.io,docker.io/library/busybox,true",
    "docker.io,team/app,true",
    "docker.io/team,team/app,true",
    "docker.io/team,busybox,false",
    "reg.example,busybox,false",
    "localhost:5000,localhost:5000/a,true",
  })
  void aLoginIsForTheImagesOfItsRegistry(String place, String image, boolean found) {
    objects.secret("first", ".dockerconfigjson", config(place, "ann"));

    assertThat(new PullLogins(objects).of(pod, image)).hasSize(found ? 1 : 0);
  }

  @Test
  void theLoginForTheLongestPartOfTheNameIsTriedFirst() {
    objects.secret("first", ".dockerconfigjson", config("reg.example", "all"));
    objects.secret("second", ".dockerconfigjson", config("reg.example/team", "team"));

    assertThat(new PullLogins(objects).of(pod, "reg.example/team/app"))
        .extracting(RegistryLogin::username)
        .containsExactly("team", "all");
  }

  @Test
  void nameAndPasswordMayBeApartAndTheOldFormIsRead() {
    objects.secret(
        "first", ".dockercfg", "{\"reg.example\":{\"username\":\"ann\",\"password\":\"p:w\"}}");

    assertThat(new PullLogins(objects).of(pod, "reg.example/app"))
        .isEqualTo(List.of(new RegistryLogin("ann", "p:w", "reg.example")));
  }

  @Test
  void aPasswordMayHoldColons() {
    objects.secret("first", ".dockerconfigjson", config("reg.example", "ann"));

    assertThat(new PullLogins(objects).of(pod, "reg.example/app"))
        .isEqualTo(List.of(new RegistryLogin("ann", "pass:word", "reg.example")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"auths\":3}",
        "{\"auths\":{\"reg.example\":7}}",
        "{\"auths\":{\"reg.example\":{\"auth\":\"***\"}}}",
        "{\"auths\":{\"reg.example\":{\"auth\":\"bm9jb2xvbg==\"}}}"
      })
  void aSecretWithSomethingElseHasNoLogins(String text) {
    objects.secret("first", ".dockerconfigjson", text);

    assertThat(new PullLogins(objects).of(pod, "reg.example/app")).isEmpty();
  }

  private static String config(String place, String user) {
    String auth = Base64.getEncoder().encodeToString((user + ":pass:word").getBytes(UTF_8));
    return "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(place, auth);
  }
}
