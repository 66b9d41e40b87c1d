package io.margay.edged.internal.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.meta.Owner;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import io.margay.meta.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused at the door, and what is let in and told in the status. */
class PodSchemaTest {
  private static final ResourceKey KEY = PodTypes.pod("default", "p");

  private static String pod(String container, String spec) {
    return """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"default"},
         "spec":{"containers":[{"name":"a","image":"b:1"%s}]%s}}
        """
        .formatted(container.isEmpty() ? "" : "," + container, spec.isEmpty() ? "" : "," + spec);
  }

  private static List<String> mistakes(String content) {
    return new PodSchema()
        .validate(KEY, content, key -> Optional.empty()).stream().map(Violation::pointer).toList();
  }

  @Test
  void aPodOfOneContainerIsRight() {
    assertThat(mistakes(pod("", ""))).isEmpty();
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          "imagePullPolicy":"Sometimes"                         ; /spec/containers/0/imagePullPolicy
          "command":"ls"                                        ; /spec/containers/0/command
          "command":[1]                                         ; /spec/containers/0/command/0
          "ports":[{}]                                          ; /spec/containers/0/ports/0/containerPort
          "ports":[{"containerPort":70000}]                     ; /spec/containers/0/ports/0/containerPort
          "ports":[{"containerPort":1,"protocol":"ICMP"}]       ; /spec/containers/0/ports/0/protocol
          "env":[{"value":"x"}]                                 ; /spec/containers/0/env/0/name
          "env":[{"name":"A","value":1}]                        ; /spec/containers/0/env/0/value
          "env":[{"name":"A","valueFrom":{}}]                   ; /spec/containers/0/env/0/valueFrom/fieldRef
          "env":[{"name":"A","valueFrom":{"fieldRef":{"fieldPath":"spec.x"}}}] ; /spec/containers/0/env/0/valueFrom/fieldRef/fieldPath
          "env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"s","key":"../x"}}}] ; /spec/containers/0/env/0/valueFrom/secretKeyRef/key
          "envFrom":[{}]                                        ; /spec/containers/0/envFrom/0/configMapRef
          "resources":{"limits":{"cpu":"much"}}                 ; /spec/containers/0/resources/limits/cpu
          "resources":{"limits":{"cpu":"1"},"requests":{"cpu":"2"}} ; /spec/containers/0/resources/requests/cpu
          "volumeMounts":[{"name":"v","mountPath":"/v"}]        ; /spec/containers/0/volumeMounts/0/name
          "livenessProbe":{}                                    ; /spec/containers/0/livenessProbe/exec
          "livenessProbe":{"exec":{"command":["x"]},"tcpSocket":{"port":1}} ; /spec/containers/0/livenessProbe/tcpSocket
          "livenessProbe":{"exec":{"command":["x"]},"successThreshold":2} ; /spec/containers/0/livenessProbe/successThreshold
          "readinessProbe":{"httpGet":{"port":"web"}}           ; /spec/containers/0/readinessProbe/httpGet/port
          "readinessProbe":{"tcpSocket":{}}                     ; /spec/containers/0/readinessProbe/tcpSocket/port
          "readinessProbe":{"exec":{}}                          ; /spec/containers/0/readinessProbe/exec/command
          "readinessProbe":{"exec":{"command":["x"]},"periodSeconds":0} ; /spec/containers/0/readinessProbe/periodSeconds
          "lifecycle":{"preStop":{"grpc":{"port":1}}}           ; /spec/containers/0/lifecycle/preStop/exec
          "restartPolicy":"Always"                              ; /spec/containers/0/restartPolicy
          "resizePolicy":[{"restartPolicy":"NotRequired"}]      ; /spec/containers/0/resizePolicy/0/resourceName
          "resizePolicy":[{"resourceName":"cpu","restartPolicy":"Often"}] ; /spec/containers/0/resizePolicy/0/restartPolicy
          "securityContext":{"runAsUser":-1}                    ; /spec/containers/0/securityContext/runAsUser
          "securityContext":{"seccompProfile":{"type":"Localhost","localhostProfile":"../x"}} ; /spec/containers/0/securityContext/seccompProfile/localhostProfile
          "securityContext":{"privileged":true,"allowPrivilegeEscalation":false} ; /spec/containers/0/securityContext/allowPrivilegeEscalation
          """)
  void aMistakeInAContainerIsNamed(String container, String pointer) {
    assertThat(mistakes(pod(container, ""))).containsExactly(pointer);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          "restartPolicy":"Perhaps"                             ; /spec/restartPolicy
          "terminationGracePeriodSeconds":-1                    ; /spec/terminationGracePeriodSeconds
          "activeDeadlineSeconds":0                             ; /spec/activeDeadlineSeconds
          "hostNetwork":"yes"                                   ; /spec/hostNetwork
          "hostname":"A_b"                                      ; /spec/hostname
          "dnsPolicy":"Any"                                     ; /spec/dnsPolicy
          "dnsConfig":{"options":[{}]}                          ; /spec/dnsConfig/options/0/name
          "hostAliases":[{"hostnames":["a"]}]                   ; /spec/hostAliases/0/ip
          "initContainers":[{"name":"a","image":"b:1"}]         ; /spec/containers/0/name
          "initContainers":[{"name":"i","image":"b:1","restartPolicy":"Never"}] ; /spec/initContainers/0/restartPolicy
          "initContainers":{}                                   ; /spec/initContainers
          "volumes":[{"name":"V","emptyDir":{}}]                ; /spec/volumes/0/name
          "volumes":[{"name":"v","emptyDir":{}},{"name":"v"}]   ; /spec/volumes/1/name
          "volumes":[{"name":"v","emptyDir":{},"hostPath":{"path":"/"}}] ; /spec/volumes/0/hostPath
          "volumes":[{"name":"v","hostPath":{"path":"/a/../b"}}]; /spec/volumes/0/hostPath/path
          "volumes":[{"name":"v","hostPath":{"path":"/a","type":"Pipe"}}]; /spec/volumes/0/hostPath/type
          "volumes":[{"name":"v","configMap":{}}]               ; /spec/volumes/0/configMap/name
          "volumes":[{"name":"v","secret":{"secretName":"s","defaultMode":4096}}]; /spec/volumes/0/secret/defaultMode
          "volumes":[{"name":"v","secret":{"secretName":"s","items":[{"key":"k","path":"../x"}]}}]; /spec/volumes/0/secret/items/0/path
          "volumes":[{"name":"v","downwardAPI":{"items":[{"path":"x"}]}}]; /spec/volumes/0/downwardAPI/items/0/fieldRef
          """)
  void aMistakeInThePodIsNamed(String spec, String pointer) {
    assertThat(mistakes(pod("", spec))).containsExactly(pointer);
  }

  @Test
  void aPodWithoutContainersIsRefused() {
    assertThat(
            mistakes(
                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\"},\"spec\":{}}"))
        .containsExactly("/spec/containers");
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          "volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"c"}}] ; /spec/volumes/0/persistentVolumeClaim
          "volumes":[{"name":"v","csi":{"driver":"d"}}]         ; /spec/volumes/0/csi
          "volumes":[{"name":"v","nfs":{"server":"s","path":"/"}}] ; /spec/volumes/0/nfs
          "volumes":[{"name":"v","ephemeral":{}}]               ; /spec/volumes/0/ephemeral
          "volumes":[{"name":"v","image":{"reference":"b:1"}}]  ; /spec/volumes/0/image
          "volumes":[{"name":"v","emptyDir":{"medium":"HugePages"}}] ; /spec/volumes/0/emptyDir/medium
          "volumes":[{"name":"v","projected":{"sources":[{"clusterTrustBundle":{}}]}}] ; /spec/volumes/0/projected/sources/0/clusterTrustBundle
          "hostUsers":false                                     ; /spec/hostUsers
          "runtimeClassName":"kata"                             ; /spec/runtimeClassName
          "resourceClaims":[{"name":"c"}]                       ; /spec/resourceClaims
          "os":{"name":"windows"}                               ; /spec/os/name
          "ephemeralContainers":[{"name":"e","image":"b:1","targetContainerName":"a"}] ; /spec/ephemeralContainers/0/targetContainerName
          "readinessGates":[{"conditionType":"example.com/up"}] ; /spec/readinessGates
          "resources":{"limits":{"cpu":"1"}}                    ; /spec/resources
          "securityContext":{"seLinuxOptions":{"level":"s0"}}   ; /spec/securityContext/seLinuxOptions
          "securityContext":{"appArmorProfile":{"type":"Localhost"}} ; /spec/securityContext/appArmorProfile/type
          "securityContext":{"supplementalGroupsPolicy":"Strict"} ; /spec/securityContext/supplementalGroupsPolicy
          """)
  void whatIsRightButNotToBeHadIsLetInAndNamed(String spec, String pointer) {
    Problems problems = PodReader.check(KEY, pod("", spec));

    assertThat(problems.mistakes()).isEmpty();
    assertThat(problems.unsupported()).extracting(Violation::pointer).containsExactly(pointer);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          "resources":{"limits":{"example.com/gpu":1}}          ; /spec/containers/0/resources/limits/example.com~1gpu
          "resources":{"claims":[{"name":"c"}]}                 ; /spec/containers/0/resources/claims
          "volumeDevices":[{"name":"v","devicePath":"/dev/x"}]  ; /spec/containers/0/volumeDevices
          "lifecycle":{"stopSignal":"SIGUSR1"}                  ; /spec/containers/0/lifecycle/stopSignal
          "securityContext":{"procMount":"Unmasked"}            ; /spec/containers/0/securityContext/procMount
          "securityContext":{"seLinuxOptions":{"level":"s0"}}   ; /spec/containers/0/securityContext/seLinuxOptions
          """)
  void whatAContainerCannotHaveIsNamedToo(String container, String pointer) {
    Problems problems = PodReader.check(KEY, pod(container, ""));

    assertThat(problems.mistakes()).isEmpty();
    assertThat(problems.unsupported()).extracting(Violation::pointer).containsExactly(pointer);
  }

  @Test
  void aSecretThatIsNoBase64IsRefusedWithoutBeingShown() {
    List<Violation> violations =
        new SecretSchema()
            .validate(
                new ResourceKey(PodTypes.SECRET, "default", "s"),
                "{\"data\":{\"password\":\"oce lot!\"}}",
                key -> Optional.empty());

    assertThat(violations).extracting(Violation::pointer).containsExactly("/data/password");
    assertThat(violations.toString()).doesNotContain("oce lot!");
  }

  @Test
  void aConfigMapWithAKeyThatIsNoFileNameIsRefused() {
    assertThat(
            new ConfigMapSchema()
                .validate(
                    new ResourceKey(PodTypes.CONFIG_MAP, "default", "c"),
                    "{\"data\":{\"../x\":\"y\",\"ok\":\"z\"}}",
                    key -> Optional.empty()))
        .extracting(Violation::pointer)
        .containsExactly("/data/..~1x");
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "1,1000",
    "100m,100",
    "0.5,500",
    "2e3,2000000",
    "1Ki,1024000",
    "1k,1000000",
    "1500u,2",
    "0,0"
  })
  void amountsAreReadInThousandthsRoundedUp(String text, long millis) {
    assertThat(Quantity.parse(text).orElseThrow().millis()).isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource({"''", "-1", "1x", "1KiB", "e3", "1e999", "one", "99999999999999999999Ei"})
  void whatIsNoAmountIsNone(String text) {
    assertThat(Quantity.parse(text)).isEmpty();
  }

  @Test
  void whatARunningContainerCanChangeIsNoPartOfWhatMakesItAnother() {
    assertThat(hash("")).isEqualTo(hash("\"livenessProbe\":{\"exec\":{\"command\":[\"x\"]}}"));
    assertThat(hash("")).isEqualTo(hash("\"resources\":{\"limits\":{\"cpu\":\"1\"}}"));
    assertThat(hash("")).isNotEqualTo(hash("\"args\":[\"x\"]"));
  }

  @Test
  void aClassMakesTheSandboxAnother() {
    String burstable = "\"resources\":{\"requests\":{\"cpu\":\"%s\"}}";

    assertThat(read(burstable.formatted(1)).spec().hash())
        .isEqualTo(read(burstable.formatted(2)).spec().hash())
        .isNotEqualTo(read("").spec().hash());
  }

  @Test
  void resourcesAreTheSameHoweverTheyWereWritten() {
    Resources resources =
        read("\"resources\":{\"limits\":{\"cpu\":\"1\",\"memory\":\"1Ki\"}}")
            .spec()
            .containers()
            .get(0)
            .resources();

    assertThat(Resources.read(resources.written())).isEqualTo(resources);
    assertThat(resources.written())
        .hasToString("{limits={cpu=1, memory=1024}}")
        .isEqualTo(
            read("\"resources\":{\"limits\":{\"cpu\":\"1000m\",\"memory\":\"1024\"}}")
                .spec()
                .containers()
                .get(0)
                .resources()
                .written());
  }

  private static String hash(String container) {
    return read(container).spec().containers().get(0).hash();
  }

  private static Pod read(String container) {
    return PodReader.read(
        new Resource(
            KEY, "u", Owner.LOCAL, 1, 1, Map.of(), Instant.EPOCH, pod(container, ""), null),
        new Problems());
  }
}
