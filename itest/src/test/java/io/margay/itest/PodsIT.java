package io.margay.itest;

import static io.margay.itest.containers.PodNode.FOREVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.containers.BusyboxImage;
import io.margay.itest.containers.PodNode;
import io.margay.itest.support.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pods from a file in {@code manifests/} to Debian's containerd and back. */
class PodsIT {
  private static PodNode pods;

  @BeforeAll
  static void start() {
    pods = PodNode.running("pods");
  }

  @AfterAll
  static void stop() {
    pods.close();
  }

  @Test
  void theNodeSaysWhichEngineRunsItsPods() {
    Await.until(
        "the node to be ready",
        () ->
            assertThat(pods.node().shell("node:status"))
                .contains("edge1", "containerd://", "EdgedReady"));
  }

  @Test
  void aPodRunsAsLongAsItsManifestIsThere() {
    pods.apply("web", FOREVER);
    pods.await("web", "Running");
    pods.awaitLog("web", "up");

    assertThat(pods.list()).contains("web", "1/1", "10.88.0.");
    assertThat(pods.node().shell("pod:exec web hostname")).contains("web");

    String id = pods.containerId("web");
    pods.delete("web");
    assertThat(pods.containerd().ctr("containers", "list", "-q")).doesNotContain(id);
  }

  @Test
  void aProgramInAPodIsSpokenWith() throws IOException {
    pods.apply("talk", FOREVER);
    pods.await("talk", "Running");

    pods.assertProgramsAreSpokenWith("talk");

    pods.delete("talk");
  }

  @Test
  void aNodeThatWasKilledKnowsItsPodsAgainAndRestartsNone() {
    pods.assertAPodOutlivesTheNode();
  }

  @Test
  void containersGetTheirVariablesAndVolumes() {
    pods.node()
        .apply(
            "inputs.yaml",
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {color: blue}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: keys}
            stringData: {password: ocelot}
            """);
    pods.apply(
        "inputs-pod",
        "cat /shared/made; echo $COLOR $NAME; cat /keys/password; mount | grep /keys; sleep 60",
        """
            env:
            - {name: COLOR, valueFrom: {configMapKeyRef: {name: settings, key: color}}}
            - {name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
            volumeMounts:
            - {name: shared, mountPath: /shared}
            - {name: keys, mountPath: /keys}
        """,
        """
          initContainers:
          - name: first
            image: test.local/busybox:1
            command: [sh, -c, "echo made >/shared/made"]
            volumeMounts: [{name: shared, mountPath: /shared}]
          volumes:
          - {name: shared, emptyDir: {}}
          - {name: keys, secret: {secretName: keys}}
        """);

    pods.awaitLog("inputs-pod", "tmpfs");

    assertThat(pods.logs("inputs-pod")).contains("made", "blue inputs-pod", "ocelot");
    pods.delete("inputs-pod");
  }

  @Test
  void whatEndsIsStartedAgainAndWaitsWhenItCrashes() {
    pods.apply("crash", "exit 3");

    pods.await("crash", "CrashLoopBackOff");

    assertThat(pods.list()).contains("back-off 10s restarting failed container=main");
    pods.delete("crash");
  }

  @Test
  void aPodThatRunsOnceIsDoneOnce() {
    pods.apply("once", "echo done", "", "  restartPolicy: Never\n");

    pods.await("once", "Succeeded");

    assertThat(pods.get("once")).contains("Completed");
    pods.delete("once");
  }

  /** containerd 1.6 does not pin the image that it makes sandboxes from. */
  @Test
  void podsStartAfterUnusedImagesWereRemoved() {
    pods.containerd().load(new BusyboxImage("test.local/unused:1", List.of("/bin/true"), "1000"));
    pods.apply("holder", FOREVER);
    pods.await("holder", "Running");

    String removed = pods.node().shell("image:prune");

    assertThat(removed).contains("test.local/unused:1").doesNotContain("pause");
    pods.apply("newcomer", FOREVER);
    pods.await("newcomer", "Running");
    pods.delete("newcomer");
    pods.delete("holder");
  }

  @Test
  void whatThisNodeDoesNotGrantIsSaid() {
    pods.apply(
        "odd",
        FOREVER,
        "",
        """
          volumes:
          - {name: data, persistentVolumeClaim: {claimName: c}}
        """);

    pods.await("odd", "Unsupported");

    assertThat(pods.list()).contains("persistentVolumeClaim");
    pods.delete("odd");
  }

  @Test
  void anEngineThatWasKilledIsFoundAgainWithItsPods() {
    pods.apply("through", FOREVER);
    pods.await("through", "Running");
    String id = pods.containerId("through");

    pods.containerd().kill();
    pods.containerd().start();
    pods.apply("after", FOREVER);

    pods.await("after", "Running");
    assertThat(pods.containerId("through")).isEqualTo(id);
    pods.delete("through");
    pods.delete("after");
  }

  @Test
  void anImageThatIsNotToBeHadIsWaitedFor() {
    pods.node()
        .apply(
            "nowhere.yaml",
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: nowhere}
            spec:
              containers: [{name: main, image: "127.0.0.1:1/no:1"}]
            """);

    pods.await("nowhere", "ErrImagePull");

    pods.delete("nowhere");
  }

  @Test
  void aContainerWhoseProbeFailsIsReplacedAndOneThatIsNotReadyIsNotCounted() {
    pods.apply(
        "probed",
        "trap exit TERM; while :; do test -e /tmp/open && { rm /tmp/open; httpd -p 8080; };"
            + " sleep 0.1; done",
        """
            livenessProbe: {exec: {command: [test, '!', -e, /tmp/sick]}, periodSeconds: 1, failureThreshold: 1}
            readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
        """,
        "");
    pods.await("probed", "running");
    assertThat(pods.list()).contains("0/1");

    pods.node().shell("pod:exec probed touch /tmp/open");
    Await.until("the pod to be ready", () -> assertThat(pods.list()).contains("1/1"));
    String id = pods.containerId("probed");
    pods.node().shell("pod:exec probed touch /tmp/sick");

    Await.until("another container", () -> assertThat(pods.containerId("probed")).isNotEqualTo(id));
    pods.delete("probed");
  }

  @Test
  void theExampleOfThePageRuns() throws IOException {
    String page = Files.readString(Path.of("../docs/pods.md"));
    String yaml = page.substring(page.indexOf("```yaml\n") + 8);
    pods.node()
        .apply(
            "hello.yaml",
            yaml.substring(0, yaml.indexOf("```"))
                .replace("docker.io/library/busybox:1.36", "test.local/busybox:1"));

    pods.awaitLog("hello", "hello from edge1");

    pods.delete("hello");
  }

  @Test
  void programsAskForPodsWhereAKubeletAnswersThem() {
    pods.apply("asked", FOREVER);
    pods.await("asked", "Running");
    String url = "http://127.0.0.1:10350/";

    assertThat(pods.fetch(url + "healthz")).isEqualTo("ok");
    assertThat(pods.fetch(url + "pods")).contains("\"asked\"");
    assertThat(pods.fetch(url + "containerLogs/default/asked/main")).contains("up");
    pods.delete("asked");
  }
}
