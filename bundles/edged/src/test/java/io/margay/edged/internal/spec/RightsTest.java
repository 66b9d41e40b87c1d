package io.margay.edged.internal.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.margay.edged.engine.SecurityContext;
import io.margay.edged.engine.SecurityContext.Seccomp;
import io.margay.edged.internal.PodJson;
import io.margay.edged.internal.pod.Pod;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RightsTest {
  private final Rights rights = new Rights(Path.of("/profiles"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      nullValues = "-",
      value = {
        // pod | container | image's user | number | name
        "''|''|\"\"|-|\"\"",
        "''|''|1000|1000|\"\"",
        "''|''|1000:50|1000|\"\"",
        "''|''|app|-|app",
        "''|''|app:staff|-|app",
        "'runAsUser':5|''|app|5|\"\"",
        "'runAsUser':5|'runAsUser':6|app|6|\"\"",
        "'runAsUser':5|'runAsUser':0|app|0|\"\"",
      })
  void theContainerSaysWhoBeforeThePodAndTheImage(
      String ofPod, String ofContainer, String image, Long user, String name) throws SpecException {
    SecurityContext context = of(ofPod, ofContainer, image);

    assertThat(context.user()).isEqualTo(user);
    assertThat(context.userName()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'runAsNonRoot':true|''|\"\"|would run as root",
        "'runAsNonRoot':true|''|0|would run as root",
        "'runAsNonRoot':true|'runAsUser':0|1000|would run as root",
        "'runAsNonRoot':true|''|app|the image's user is ^app^",
        "''|'runAsNonRoot':true|root|the image's user is ^root^",
      })
  void whoMustNotBeRootIsNotStartedAsRoot(
      String ofPod, String ofContainer, String image, String message) {
    assertThatExceptionOfType(SpecException.class)
        .isThrownBy(() -> of(ofPod, ofContainer, image))
        .withMessageContaining(message.replace('^', '"'))
        .withMessageContaining("container a");
  }

  @Test
  void aContainerMayTakeBackWhatThePodAsks() throws SpecException {
    assertThat(of("'runAsNonRoot':true", "'runAsNonRoot':false", "").user()).isNull();
    assertThat(of("'runAsNonRoot':true", "", "1000").user()).isEqualTo(1000);
  }

  @Test
  void theGroupOfTheVolumesIsOneOfTheProcess() throws SpecException {
    SecurityContext context =
        of("'fsGroup':50,'supplementalGroups':[40],'runAsGroup':30", "'runAsUser':1", "");

    assertThat(context.supplementalGroups()).containsExactly(40L, 50L);
    assertThat(context.group()).isEqualTo(30);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "''|''|UNCONFINED|\"\"",
        "'seccompProfile':{'type':'RuntimeDefault'}|''|RUNTIME_DEFAULT|\"\"",
        "'seccompProfile':{'type':'RuntimeDefault'}|'seccompProfile':{'type':'Unconfined'}|UNCONFINED|\"\"",
        "''|'seccompProfile':{'type':'Localhost','localhostProfile':'a/b.json'}|LOCALHOST|/profiles/a/b.json",
        "'seccompProfile':{'type':'RuntimeDefault'}|'privileged':true|UNCONFINED|\"\"",
      })
  void systemCallsAreFilteredAsAsked(
      String ofPod, String ofContainer, Seccomp.Kind kind, String file) throws SpecException {
    assertThat(of(ofPod, ofContainer, "").seccomp()).isEqualTo(new Seccomp(kind, file));
  }

  @Test
  void rightsAreHandedOn() throws SpecException {
    SecurityContext context =
        of(
            "",
            "'readOnlyRootFilesystem':true,'allowPrivilegeEscalation':false,"
                + "'capabilities':{'add':['NET_ADMIN'],'drop':['ALL']}",
            "");

    assertThat(context.readOnlyRoot()).isTrue();
    assertThat(context.noNewPrivileges()).isTrue();
    assertThat(context.addCapabilities()).isEqualTo(List.of("NET_ADMIN"));
    assertThat(context.dropCapabilities()).isEqualTo(List.of("ALL"));
  }

  @Test
  void aSandboxIsPrivilegedWhenAContainerIs() {
    assertThat(rights.sandbox(pod("", "'privileged':true")).privileged()).isTrue();
    assertThat(rights.sandbox(pod("", "")).privileged()).isFalse();
  }

  private SecurityContext of(String ofPod, String ofContainer, String image) throws SpecException {
    Pod pod = pod(ofPod, ofContainer);
    return rights.container(pod, pod.spec().containers().get(0), image);
  }

  private static Pod pod(String ofPod, String ofContainer) {
    return PodJson.pod(
        "{'securityContext':{%s},'containers':[{'name':'a','image':'i','securityContext':{%s}}]}"
            .formatted(ofPod.replace("''", ""), ofContainer.replace("''", "")));
  }
}
