package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.containers.PodNode;
import io.margay.itest.support.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pods from a file in {@code manifests/} to Debian's containerd and back. */
class PodsIT {
  private static final String FOREVER = "trap exit TERM; echo up; while :; do sleep 0.1; done";

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
  void aNodeThatWasKilledKnowsItsPodsAgainAndRestartsNone() {
    pods.apply("kept", FOREVER);
    pods.await("kept", "Running");
    String id = pods.containerId("kept");

    pods.node().kill();
    pods.node().start();

    pods.await("kept", "Running");
    assertThat(pods.containerId("kept")).isEqualTo(id);
    pods.delete("kept");
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
}
