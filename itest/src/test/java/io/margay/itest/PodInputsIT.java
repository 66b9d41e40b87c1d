package io.margay.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.margay.itest.containers.BusyboxImage;
import io.margay.itest.containers.PodApi;
import io.margay.itest.containers.PodNode;
import io.margay.itest.containers.Registry;
import io.margay.itest.support.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What containers on a real containerd are given: variables, files, images. */
@Execution(ExecutionMode.CONCURRENT)
class PodInputsIT {
  private static PodNode pods;
  private static PodApi api;

  @BeforeAll
  static void start() {
    pods = PodNode.running("inputs", "nodeAddress=10.88.0.1");
    api = new PodApi(pods);
  }

  @AfterAll
  static void stop() {
    pods.close();
  }

  private static void apply(String name, String yaml) {
    pods.manifest(name, yaml);
  }

  @Test
  void variablesAreTakenFromValuesMapsSecretsAndThePod() {
    apply(
        "variables",
        """
        {apiVersion: v1, kind: ConfigMap, metadata: {name: shape}, data: {form: round, edge: none}}
        ---
        {apiVersion: v1, kind: Secret, metadata: {name: login}, stringData: {user: ocelot}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: variables, labels: {app: cats}, annotations: {note: small}}
        spec:
          terminationGracePeriodSeconds: 0
          containers:
          - name: main
            image: test.local/busybox:1
            command: [sh, -c, "echo $0 $1; env; echo done; exec sleep 1000"]
            args: [$(PLAIN), $$(PLAIN)]
            resources: {requests: {cpu: 50m}, limits: {memory: 48Mi}}
            envFrom:
            - {prefix: SHAPE_, configMapRef: {name: shape}}
            - {secretRef: {name: login}}
            - {configMapRef: {name: none, optional: true}}
            env:
            - {name: PLAIN, value: grey}
            - {name: SHAPE_edge, value: sharp}
            - {name: EXPANDED, value: $(PLAIN) $(SHAPE_form) $(UNKNOWN)}
            - {name: FORM, valueFrom: {configMapKeyRef: {name: shape, key: form}}}
            - {name: USER_NAME, valueFrom: {secretKeyRef: {name: login, key: user}}}
            - {name: MISSING, valueFrom: {secretKeyRef: {name: login, key: absent, optional: true}}}
            - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
            - {name: SPACE, valueFrom: {fieldRef: {fieldPath: metadata.namespace}}}
            - {name: UID, valueFrom: {fieldRef: {fieldPath: metadata.uid}}}
            - {name: APP, valueFrom: {fieldRef: {fieldPath: "metadata.labels['app']"}}}
            - {name: NOTE, valueFrom: {fieldRef: {fieldPath: "metadata.annotations['note']"}}}
            - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
            - {name: ACCOUNT, valueFrom: {fieldRef: {fieldPath: spec.serviceAccountName}}}
            - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
            - {name: HOST_IP, valueFrom: {fieldRef: {fieldPath: status.hostIP}}}
            - {name: MEMORY, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}}
            - {name: CPU, valueFrom: {resourceFieldRef: {resource: requests.cpu, divisor: 1m}}}
        """);

    String report = api.report("variables");

    JsonNode pod = api.pod("variables");
    assertThat(report.lines())
        .contains(
            "grey $(PLAIN)",
            "SHAPE_form=round",
            "SHAPE_edge=sharp",
            "user=ocelot",
            "EXPANDED=grey round $(UNKNOWN)",
            "FORM=round",
            "USER_NAME=ocelot",
            "POD=variables",
            "SPACE=default",
            "UID=" + pod.at("/metadata/uid").asText(),
            "APP=cats",
            "NOTE=small",
            "NODE=edge1",
            "ACCOUNT=default",
            "POD_IP=" + pod.at("/status/podIP").asText(),
            "HOST_IP=10.88.0.1",
            "MEMORY=48",
            "CPU=50");
    assertThat(report).doesNotContain("MISSING").doesNotContain("none");
  }

  @Test
  void volumesOfEveryKindHoldWhatTheyShould() throws IOException {
    Path host = Files.createDirectories(pods.containerd().folder().resolve("host"));
    Files.writeString(host.resolve("there"), "of the host");
    apply(
        "volumes",
        """
        {apiVersion: v1, kind: ConfigMap, metadata: {name: menu}, data: {fish: trout, fowl: quail},
         binaryData: {raw: AAEC}}
        ---
        {apiVersion: v1, kind: Secret, metadata: {name: keys}, stringData: {door: open sesame}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: volumes, labels: {app: cats}}
        spec:
          terminationGracePeriodSeconds: 0
          volumes:
          - {name: disk, emptyDir: {}}
          - {name: memory, emptyDir: {medium: Memory, sizeLimit: 2Mi}}
          - {name: host, hostPath: {path: %s, type: Directory}}
          - {name: menu, configMap: {name: menu, items: [{key: fish, path: a/b, mode: 0400}]}}
          - {name: whole, configMap: {name: menu}}
          - {name: keys, secret: {secretName: keys, defaultMode: 0600}}
          - {name: fields, downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}}
          - name: all
            projected:
              defaultMode: 0440
              sources:
              - {configMap: {name: menu, items: [{key: fowl, path: fowl}]}}
              - {secret: {name: keys}}
              - {downwardAPI: {items: [{path: name, fieldRef: {fieldPath: metadata.name}}]}}
              - {configMap: {name: none, optional: true}}
          containers:
          - name: main
            image: test.local/busybox:1
            env: [{name: PART, value: two}]
            volumeMounts:
            - {name: disk, mountPath: /disk}
            - {name: disk, mountPath: /one, subPath: parts/one}
            - {name: disk, mountPath: /two, subPathExpr: parts/$(PART)}
            - {name: memory, mountPath: /memory}
            - {name: host, mountPath: /host}
            - {name: host, mountPath: /read, readOnly: true}
            - {name: menu, mountPath: /menu}
            - {name: whole, mountPath: /etc/fowl, subPath: fowl}
            - {name: whole, mountPath: /whole}
            - {name: keys, mountPath: /keys}
            - {name: fields, mountPath: /fields}
            - {name: all, mountPath: /all}
            command:
            - sh
            - -c
            - |
              echo 1 >/one/file; echo 2 >/two/file; ls /disk/parts
              grep -E ' /(memory|keys|all|disk|menu) ' /proc/mounts | cut -d ' ' -f 2,3
              dd if=/dev/zero of=/memory/big bs=1M count=3 2>&1 | grep -o 'No space left'
              cat /host/there; echo; echo of the pod >/host/made; touch /read/x 2>&1 | grep -o Read-only
              stat -L -c '%%a %%n' /menu/a/b /keys/door /all/fowl /whole/fowl
              cat /menu/a/b /etc/fowl /fields/labels /all/fowl /all/door /all/name; echo
              ls /menu /all; od -An -tx1 /whole/raw
              echo done; exec sleep 1000
        """
            .formatted(host));

    String report = api.report("volumes");

    assertThat(report)
        .contains("one\ntwo\n", "/memory tmpfs", "/keys tmpfs", "/all tmpfs", "No space left")
        .contains("of the host", "Read-only", "400 /menu/a/b", "600 /keys/door", "440 /all/fowl")
        .contains("644 /whole/fowl", "troutquailapp=\"cats\"quailopen sesamevolumes", "00 01 02")
        .doesNotContain("/disk tmpfs")
        .doesNotContain("/menu tmpfs");
    assertThat(host.resolve("made")).content().isEqualTo("of the pod\n");
    assertSecretsAreOnlyInMemory();
  }

  /** No file of the node's disk has the secret in it, and its folder is the node's alone. */
  private static void assertSecretsAreOnlyInMemory() throws IOException {
    Path edged = pods.node().var().resolve("edged");
    assertThat(pods.network().run("stat", "-f", "-c", "%T", edged.resolve("memory").toString()))
        .isEqualTo("tmpfs");
    assertThat(pods.network().run("stat", "-c", "%a", edged.resolve("memory").toString()))
        .isEqualTo("700");
    assertThat(
            pods.network()
                .attempt("grep", "-rl", "open sesame", edged.resolve("pods").toString())
                .lines())
        .isEmpty();
  }

  @Test
  void newValuesOfAVolumeAreSeenTogetherAndOldOnesWhereTheyMustBe() {
    versions(1);
    apply(
        "fleeting", "{apiVersion: v1, kind: ConfigMap, metadata: {name: fleeting}, data: {k: v}}");
    apply(
        "reader",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: reader}
        spec:
          terminationGracePeriodSeconds: 0
          volumes:
          - {name: fleeting, configMap: {name: fleeting}}
          - {name: both, configMap: {name: both}}
          - {name: hidden, secret: {secretName: hidden}}
          containers:
          - name: main
            image: test.local/busybox:1
            env: [{name: A, valueFrom: {configMapKeyRef: {name: both, key: a}}}]
            volumeMounts:
            - {name: fleeting, mountPath: /fleeting}
            - {name: both, mountPath: /both}
            - {name: both, mountPath: /part, subPath: a}
            - {name: hidden, mountPath: /hidden}
            command:
            - sh
            - -c
            - |
              while :; do
                d=$(readlink -f /both/..data)
                echo "$(cat $d/a)$(cat $d/b) $A $(cat /part) $(cat /hidden/h)"
                sleep 0.05
              done 2>/dev/null
        """);
    api.awaitLog("reader", "main", "11 1 1 1");

    pods.node().unapply("fleeting.yaml");
    versions(2);

    api.awaitLog("reader", "main", "22 1 1 2");
    assertThat(api.log("reader", "main")).doesNotContain("12 ").doesNotContain("21 ");
  }

  private static void versions(int version) {
    apply(
        "versions",
        """
        {apiVersion: v1, kind: ConfigMap, metadata: {name: both}, data: {a: "%1$d", b: "%1$d"}}
        ---
        {apiVersion: v1, kind: Secret, metadata: {name: hidden}, stringData: {h: "%1$d"}}
        """
            .formatted(version));
  }

  @Test
  void whatIsMissingIsNamedAndWaitedFor() {
    apply(
        "waiting",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: waiting}
        spec:
          terminationGracePeriodSeconds: 0
          volumes: [{name: late, secret: {secretName: late}}]
          containers:
          - name: main
            image: test.local/busybox:1
            command: [sh, -c, "echo $WHEN; cat /late/s; echo done; exec sleep 1000"]
            env: [{name: WHEN, valueFrom: {configMapKeyRef: {name: late, key: when}}}]
            volumeMounts: [{name: late, mountPath: /late}]
        """);
    JsonNode mount = api.await("waiting", "main", "/state/waiting/reason", "FailedMount");
    assertThat(mount.at("/state/waiting/message").asText())
        .isEqualTo("volume late: Secret default/late does not exist");

    apply(
        "late-secret",
        "{apiVersion: v1, kind: Secret, metadata: {name: late}, stringData: {s: quiet}}");
    JsonNode map =
        api.await("waiting", "main", "/state/waiting/reason", "CreateContainerConfigError");
    assertThat(map.at("/state/waiting/message").asText())
        .isEqualTo("ConfigMap default/late does not exist");

    apply(
        "late-map", "{apiVersion: v1, kind: ConfigMap, metadata: {name: late}, data: {when: now}}");
    assertThat(api.report("waiting")).contains("now", "quiet");
  }

  @Test
  void anImageBehindALoginIsFetchedOnceTheLoginIsThere() {
    try (Registry registry = Registry.withLogin(pods.network(), pods.containerd().folder(), 5001)) {
      pods.containerd().trust(registry);
      String image = registry.push(pods.containerd(), BusyboxImage.BUSYBOX);
      apply(
          "locked",
          """
          apiVersion: v1
          kind: Pod
          metadata: {name: locked}
          spec:
            terminationGracePeriodSeconds: 0
            imagePullSecrets: [{name: registry}]
            containers:
            - {name: main, image: "%s", imagePullPolicy: Always, command: [sleep, "1000"]}
          """
              .formatted(image));
      JsonNode first = api.await("locked", "main", "/state/waiting/reason", "ErrImagePull");
      assertThat(first.at("/state/waiting/message").asText()).contains(image);
      api.await("locked", "main", "/state/waiting/reason", "ImagePullBackOff");

      apply("registry", secret(registry));

      JsonNode status = api.await("locked", "/phase", "Running");
      assertThat(status.at("/containerStatuses/0/image").asText()).isEqualTo(image);
      assertThat(status.at("/containerStatuses/0/imageID").asText()).startsWith("sha256:");
    }
  }

  private static String secret(Registry registry) {
    String login =
        Base64.getEncoder()
            .encodeToString((Registry.USER + ":" + Registry.PASSWORD).getBytes(UTF_8));
    return """
        apiVersion: v1
        kind: Secret
        metadata: {name: registry}
        type: kubernetes.io/dockerconfigjson
        stringData:
          .dockerconfigjson: '{"auths": {"%s": {"auth": "%s"}}}'
        """
        .formatted(registry.address(), login);
  }

  @Test
  void whetherAnImageIsFetchedIsAsThePolicySays() {
    apply(
        "policies",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: policies}
        spec:
          terminationGracePeriodSeconds: 0
          containers:
          - {name: here, image: "test.local/busybox:1", imagePullPolicy: Never, command: [sleep, "1000"]}
          - {name: away, image: "test.local/busybox:1", imagePullPolicy: Always, command: [sleep, "1000"]}
          - {name: never, image: "127.0.0.1:1/absent:1", imagePullPolicy: Never}
          - {name: absent, image: "127.0.0.1:1/absent:1", imagePullPolicy: IfNotPresent}
        """);

    api.await("policies", "never", "/state/waiting/reason", "ErrImageNeverPull");
    api.await("policies", "absent", "/state/waiting/reason", "ErrImagePull");
    Await.until(
        "the images that are there to be taken",
        () -> {
          assertThat(api.container("policies", "here").at("/ready").asBoolean()).isTrue();
          assertThat(api.container("policies", "away").at("/ready").asBoolean()).isTrue();
        });
    assertThat(api.status("policies").path("phase").asText()).isEqualTo("Pending");
  }
}
