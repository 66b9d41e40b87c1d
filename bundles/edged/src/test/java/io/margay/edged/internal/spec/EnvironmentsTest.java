package io.margay.edged.internal.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.margay.edged.internal.PodJson;
import io.margay.edged.internal.pod.Pod;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentsTest {
  private static final PodAddresses ADDRESSES =
      new PodAddresses(List.of("10.88.0.7", "fd00::7"), List.of("192.0.2.1"));

  private final GivenObjects objects =
      new GivenObjects()
          .configMap("line", "SPEED", "4", "MODE", "auto")
          .secret("door", "PIN", "1234");
  private final Environments environments =
      new Environments(objects, new DownwardFields("edge-1", new Capacity(2500, 4L << 30, 9000)));

  @Test
  void variablesComeInTheirOrderAndSeeThoseBefore() throws SpecException {
    Map<String, String> variables =
        of(
            "'env':[{'name':'A','value':'1'},{'name':'B','value':'$(A)2'},"
                + "{'name':'C','value':'$(D)'},{'name':'D','value':'4'}]");

    assertThat(variables)
        .containsExactly(
            Map.entry("A", "1"), Map.entry("B", "12"), Map.entry("C", "$(D)"), Map.entry("D", "4"));
  }

  @Test
  void allKeysOfAnObjectBecomeVariablesAndOwnOnesGoBefore() throws SpecException {
    Map<String, String> variables =
        of(
            "'envFrom':[{'prefix':'L_','configMapRef':{'name':'line'}},"
                + "{'secretRef':{'name':'door'}}],"
                + "'env':[{'name':'L_MODE','value':'manual at $(L_SPEED)'}]");

    assertThat(variables).isEqualTo(Map.of("L_SPEED", "4", "L_MODE", "manual at 4", "PIN", "1234"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "fieldRef,'fieldPath':'metadata.name',press",
        "fieldRef,'fieldPath':'metadata.namespace',plant",
        "fieldRef,'fieldPath':'metadata.uid',0a1b2c3d",
        "fieldRef,'fieldPath':'metadata.labels[^line^]',7",
        "fieldRef,'fieldPath':'metadata.labels[^none^]',\"\"",
        "fieldRef,'fieldPath':'spec.nodeName',edge-1",
        "fieldRef,'fieldPath':'spec.serviceAccountName',default",
        "fieldRef,'fieldPath':'status.podIP',10.88.0.7",
        "fieldRef,'fieldPath':'status.podIPs',\"10.88.0.7,fd00::7\"",
        "fieldRef,'fieldPath':'status.hostIP',192.0.2.1",
        "resourceFieldRef,'resource':'limits.cpu',1",
        "resourceFieldRef,\"'resource':'limits.cpu','divisor':'1m'\",500",
        "resourceFieldRef,'resource':'requests.cpu',1",
        "resourceFieldRef,\"'resource':'requests.memory','divisor':'1Mi'\",65",
        "resourceFieldRef,\"'resource':'limits.memory','divisor':'1Gi'\",4",
        "resourceFieldRef,\"'resource':'limits.cpu','containerName':'free'\",3",
        "resourceFieldRef,\"'resource':'requests.memory','containerName':'free'\",0",
      })
  void aContainerIsToldOfItsPod(String kind, String reference, String expected)
      throws SpecException {
    Pod pod =
        PodJson.pod(
            "{'line':'7'}",
            "{'containers':[{'name':'a','image':'i','resources':{'limits':{'cpu':'500m'},"
                + "'requests':{'memory':'67300000'}},'env':[{'name':'X','valueFrom':{'"
                + kind
                + "':{"
                + reference.replace("^", "\\u0027")
                + "}}}]},{'name':'free','image':'i'}]}");

    assertThat(environments.of(pod, pod.spec().containers().get(0), ADDRESSES))
        .isEqualTo(Map.of("X", expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'configMapKeyRef':{'name':'none','key':'K'}|ConfigMap plant/none does not exist",
        "'configMapKeyRef':{'name':'line','key':'K'}|ConfigMap plant/line has no key ^K^",
        "'secretKeyRef':{'name':'none','key':'K'}|Secret plant/none does not exist",
        "'secretKeyRef':{'name':'door','key':'K'}|Secret plant/door has no key ^K^",
      })
  void whatIsMissingIsNamed(String reference, String message) {
    String expected = message.replace('^', '"');

    assertThatExceptionOfType(SpecException.class)
        .isThrownBy(() -> of("'env':[{'name':'X','valueFrom':{" + reference + "}}]"))
        .withMessage(expected)
        .matches(e -> e.reason().equals("CreateContainerConfigError"));
  }

  @Test
  void whatIsOptionalMayBeMissing() throws SpecException {
    assertThat(
            of(
                "'envFrom':[{'secretRef':{'name':'none','optional':true}}],"
                    + "'env':[{'name':'X','valueFrom':{'configMapKeyRef':"
                    + "{'name':'line','key':'none','optional':true}}}]"))
        .isEmpty();
  }

  @Test
  void anEnvironmentTooBigForLinuxIsRefusedByName() {
    objects.configMap("big", "B", "b".repeat(1 << 20));

    assertThatExceptionOfType(SpecException.class)
        .isThrownBy(() -> of("'envFrom':[{'configMapRef':{'name':'big'}}]"))
        .withMessageContaining("container a: found an environment of");
  }

  private Map<String, String> of(String env) throws SpecException {
    Pod pod = PodJson.containers("{'name':'a','image':'i'," + env + "}");
    return environments.of(pod, pod.spec().containers().get(0), ADDRESSES);
  }
}
