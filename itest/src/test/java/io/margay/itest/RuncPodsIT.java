package io.margay.itest;

import static io.margay.itest.containers.PodNode.FOREVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.containers.BusyboxImage;
import io.margay.itest.containers.PodNode;
import io.margay.itest.containers.Registry;
import io.margay.itest.support.Await;
import io.margay.itest.support.RunningProgram;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods where no container engine is installed: by Debian's conmon and runc. */
class RuncPodsIT {
  private static PodNode pods;

  @BeforeAll
  static void start() {
    pods = PodNode.withoutEngine("runc");
  }

  @AfterAll
  static void stop() {
    pods.close();
  }

  @Test
  void theNodeSaysThatItRunsPodsByItself() {
    Await.until(
        "the node to be ready",
        () -> assertThat(pods.node().shell("node:status")).contains("runc://", "EdgedReady"));
  }

  @Test
  void aPodRunsFromAnArchiveAsLongAsItsManifestIsThere() {
    pods.apply("web", FOREVER);
    pods.await("web", "Running");
    pods.awaitLog("web", "up");

    assertThat(pods.list()).contains("web", "1/1", "10.87.0.");
    assertThat(pods.node().shell("pod:exec web hostname")).contains("web");

    String id = pods.containerId("web");
    pods.delete("web");
    assertThat(pods.node().home().resolve("var/runc/containers"))
        .satisfies(folder -> assertThat(folder.toFile().list()).noneMatch(f -> f.startsWith(id)));
  }

  @Test
  void aNodeThatWasKilledKnowsItsPodsAgainAndRestartsNone() {
    pods.assertAPodOutlivesTheNode();
  }

  @Test
  void aProgramInAPodIsSpokenWith() throws IOException {
    pods.apply("talk", FOREVER);
    pods.await("talk", "Running");

    pods.assertProgramsAreSpokenWith("talk");

    pods.delete("talk");
  }

  @Test
  void containersOfAPodSeeEachOthersProcesses() {
    pods.apply(
        "family",
        "sleep 4711",
        """
          - name: other
            image: test.local/busybox:1
            command: [sh, -c, "until ps | grep -v grep | grep 4711; do sleep 0.1; done; sleep 60"]
        """,
        "  shareProcessNamespace: true\n");

    pods.await("family", "Running");

    Await.until(
        "one to see the other",
        () -> assertThat(pods.node().shell("pod:logs -c other family")).contains("sleep 4711"));
    pods.delete("family");
    assertThat(RunningProgram.run("pgrep", "-f", "kill-child --pid=" + pods.running()).lines())
        .isEmpty();
  }

  @Test
  void aContainerThatEndsIsStartedAgain() {
    pods.apply("again", "echo up; sleep 1; exit 3");

    pods.await("again", "CrashLoopBackOff");

    assertThat(pods.get("again")).contains("3");
    pods.delete("again");
  }

  @Test
  void volumesAndLimitsHold() {
    pods.apply(
        "limited",
        "mount | grep /shared; cat /sys/fs/cgroup/memory/memory.limit_in_bytes"
            + " /sys/fs/cgroup/memory.max; sleep 60",
        """
            resources: {limits: {memory: 32Mi}}
            volumeMounts: [{name: shared, mountPath: /shared}]
        """,
        """
          volumes: [{name: shared, emptyDir: {medium: Memory}}]
        """);

    pods.awaitLog("limited", "33554432");
    assertThat(pods.logs("limited")).contains("on /shared type tmpfs");
    pods.delete("limited");
  }

  @Test
  void aPortOfTheMachineLeadsIntoAPod() {
    pods.apply(
        "served",
        "echo hello >/tmp/index.html; httpd -p 80 -h /tmp; sleep 60",
        "    ports: [{containerPort: 80, hostPort: 18080}]\n",
        "");
    pods.await("served", "Running");

    Await.until(
        "the pod to answer",
        () -> assertThat(pods.fetch("http://127.0.0.1:18080/")).isEqualTo("hello"));
    pods.delete("served");
  }

  @Test
  void anImageIsPulledFromARegistryWhateverItsLayersArePackedWith(@TempDir Path folder) {
    try (Registry registry = Registry.open(pods.network(), folder, 5001)) {
      String name = registry.push(BusyboxImage.BUSYBOX.archive(folder), "pulled:1", "zstd");

      pods.node()
          .apply(
              "pulled.yaml",
              """
              apiVersion: v1
              kind: Pod
              metadata: {name: pulled}
              spec:
                terminationGracePeriodSeconds: 0
                containers: [{name: main, image: "%s", command: [sleep, "60"]}]
              """
                  .formatted(name));

      pods.await("pulled", "Running");
      pods.delete("pulled");
    }
  }
}
