package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.margay.itest.containers.Cgroups;
import io.margay.itest.containers.PodApi;
import io.margay.itest.containers.PodNode;
import io.margay.itest.support.Await;
import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** How pods on a real containerd begin, are watched, and end. */
@Execution(ExecutionMode.CONCURRENT)
class PodLifeIT {
  private static PodNode pods;
  private static PodApi api;

  /** Where the containers of a test write what they do. */
  private static Path told;

  @BeforeAll
  static void start() throws IOException {
    pods = PodNode.running("life", "nodeAddress=127.0.0.1");
    api = new PodApi(pods);
    told = Files.createDirectory(pods.containerd().folder().resolve("told"));
  }

  @AfterAll
  static void stop() {
    pods.close();
  }

  private static void apply(String name, String spec) {
    pods.manifest(
        name,
        """
            apiVersion: v1
            kind: Pod
            metadata: {name: %s}
            spec:
              volumes: [{name: told, hostPath: {path: %s}}]
            %s"""
            .formatted(name, told, spec.indent(2)));
  }

  private static List<String> told(String file) {
    try {
      return Files.readAllLines(told.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void containersBeginAndEndInTurn() {
    apply(
        "turns",
        """
        terminationGracePeriodSeconds: 20
        initContainers:
        - name: first
          image: test.local/busybox:1
          command: [sh, -c, "echo first >>/told/turns"]
          volumeMounts: [{name: told, mountPath: /told}]
        - name: beside
          image: test.local/busybox:1
          restartPolicy: Always
          startupProbe: {exec: {command: [test, -e, /tmp/up]}, periodSeconds: 1}
          volumeMounts: [{name: told, mountPath: /told}]
          command:
          - sh
          - -c
          - |
            trap 'echo beside ends >>/told/turns; exit' TERM
            sleep 0.5; echo beside >>/told/turns; touch /tmp/up
            while :; do sleep 0.05; done
        - name: second
          image: test.local/busybox:1
          command: [sh, -c, "echo second >>/told/turns"]
          volumeMounts: [{name: told, mountPath: /told}]
        containers:
        - name: main
          image: test.local/busybox:1
          volumeMounts: [{name: told, mountPath: /told}]
          lifecycle:
            postStart: {exec: {command: [sh, -c, "until test -e /tmp/main; do :; done; echo hook >>/told/turns"]}}
            preStop: {exec: {command: [sh, -c, "sleep 0.2; echo preStop >>/told/turns"]}}
          command:
          - sh
          - -c
          - |
            trap 'echo main ends >>/told/turns; exit' TERM
            echo main >>/told/turns; touch /tmp/main
            while :; do sleep 0.05; done
        """);
    Await.until("the hook to have run", () -> assertThat(told("turns")).endsWith("hook"));
    JsonNode status = api.await("turns", "/phase", "Running");
    assertThat(status.at("/conditions").findValuesAsText("type"))
        .containsExactlyInAnyOrder(
            "PodReadyToStartContainers", "Initialized", "ContainersReady", "Ready", "PodScheduled");
    assertThat(status.at("/conditions").findValuesAsText("status")).containsOnly("True");
    assertThat(status.at("/podIPs/0/ip").asText()).startsWith("10.88.0.");
    assertThat(status.at("/initContainerStatuses/0/state/terminated/reason").asText())
        .isEqualTo("Completed");

    pods.delete("turns");

    assertThat(told("turns"))
        .containsExactly(
            "first", "beside", "second", "main", "hook", "preStop", "main ends", "beside ends");
  }

  @Test
  void whatDoesNotEndWhenItIsToldToIsKilledAfterItsGrace() {
    apply(
        "stubborn",
        """
        terminationGracePeriodSeconds: 1
        containers:
        - name: main
          image: test.local/busybox:1
          volumeMounts: [{name: told, mountPath: /told}]
          command: [sh, -c, "trap 'echo no >>/told/stubborn' TERM; echo up; while :; do sleep 0.05; done"]
        """);
    api.awaitLog("stubborn", "main", "up");

    pods.delete("stubborn");

    assertThat(told("stubborn")).containsExactly("no");
  }

  @Test
  void aContainerWhoseFirstHookFailsIsKilled() {
    apply(
        "unhooked",
        """
        restartPolicy: Never
        terminationGracePeriodSeconds: 0
        containers:
        - name: main
          image: test.local/busybox:1
          command: [sleep, "1000"]
          lifecycle: {postStart: {exec: {command: ["false"]}}}
        """);

    JsonNode status = api.await("unhooked", "/phase", "Failed");

    assertThat(status.at("/containerStatuses/0/state/terminated/exitCode").asInt()).isEqualTo(137);
    pods.node().log().await(0, "a postStart hook failed: exit code 1");
  }

  @Test
  void aContainerSaysWhyItEnded() {
    apply(
        "words",
        """
        restartPolicy: Never
        containers:
        - name: file
          image: test.local/busybox:1
          command: [sh, -c, "echo -n no fish >/tmp/words; exit 4"]
          terminationMessagePath: /tmp/words
        - name: log
          image: test.local/busybox:1
          command: [sh, -c, "echo no fowl; exit 5"]
          terminationMessagePolicy: FallbackToLogsOnError
        """);

    api.await("words", "/phase", "Failed");

    JsonNode file = api.container("words", "file").at("/state/terminated");
    assertThat(file.path("message").asText()).isEqualTo("no fish");
    assertThat(file.path("exitCode").asInt()).isEqualTo(4);
    JsonNode log = api.container("words", "log").at("/state/terminated");
    assertThat(log.path("message").asText()).isEqualTo("no fowl\n");
    assertThat(log.path("exitCode").asInt()).isEqualTo(5);
  }

  @Test
  void aPodThatIsActiveForTooLongIsGivenUp() {
    apply(
        "long",
        """
        activeDeadlineSeconds: 3
        terminationGracePeriodSeconds: 0
        containers: [{name: main, image: "test.local/busybox:1", command: [sleep, "1000"]}]
        """);

    JsonNode status = api.await("long", "/reason", "DeadlineExceeded");

    assertThat(status.path("phase").asText()).isEqualTo("Failed");
    assertThat(status.path("message").asText())
        .isEqualTo("Pod was active on the node longer than the deadline");
  }

  @Test
  void aPodIsReadyOnceAllProbesSaySo() {
    try (RunningProgram ignored = health("127.0.0.1:50051", "cats")) {
      apply(
          "probed",
          """
          terminationGracePeriodSeconds: 0
          containers:
          - name: http
            image: test.local/busybox:1
            command: [sh, -c, "mkdir /tmp/www; httpd -f -p 8080 -h /tmp/www"]
            ports: [{name: web, containerPort: 8080}]
            readinessProbe: {httpGet: {path: /ready, port: web}, periodSeconds: 1}
          - name: tcp
            image: test.local/busybox:1
            command: [sh, -c, "until test -e /tmp/go; do sleep 0.05; done; httpd -f -p 9090"]
            readinessProbe: {tcpSocket: {port: 9090}, periodSeconds: 1}
          - name: exec
            image: test.local/busybox:1
            command: [sleep, "1000"]
            readinessProbe: {exec: {command: [test, -e, /tmp/go]}, periodSeconds: 1}
          """);
      called("called", "cats");
      called("uncalled", "dogs");

      JsonNode status = api.await("probed", "/phase", "Running");
      assertThat(status.at("/conditions").toString())
          .contains("containers with unready status: [http tcp exec]");
      exec("probed", "http", "touch /tmp/www/ready");
      exec("probed", "tcp", "touch /tmp/go");
      exec("probed", "exec", "touch /tmp/go");

      for (String container : List.of("http", "tcp", "exec")) {
        api.await("probed", container, "/ready", "true");
      }
      api.await("called", "main", "/ready", "true");
      assertThat(api.container("uncalled", "main").path("ready").asBoolean()).isFalse();
    }
  }

  /** A pod of the host's network, where a test's own gRPC service answers for it. */
  private static void called(String name, String service) {
    apply(
        name,
        """
        hostNetwork: true
        terminationGracePeriodSeconds: 0
        containers:
        - name: main
          image: test.local/busybox:1
          command: [sleep, "1000"]
          readinessProbe: {grpc: {port: 50051, service: %s}, periodSeconds: 1}
        """
            .formatted(service));
  }

  private static RunningProgram health(String address, String service) {
    RunningProgram server =
        RunningProgram.start(
            WorkFolder.numbered("grpc-health", "log"),
            Map.of(),
            pods.network()
                .entering(
                    List.of(
                        Program.PYTHON_GRPC.path(),
                        Path.of(System.getProperty("margay.counterparties"), "health_service.py")
                            .toString(),
                        address,
                        service)));
    server.output().await(0, "SERVING");
    return server;
  }

  private static void exec(String pod, String container, String command) {
    pods.node().shell("pod:exec --container " + container + " " + pod + " " + command);
  }

  @Test
  void noProbeKillsAContainerBeforeItIsUpAndOneDoesAfterwards() {
    apply(
        "slow",
        """
        terminationGracePeriodSeconds: 0
        containers:
        - name: main
          image: test.local/busybox:1
          command: [sh, -c, "sleep 2; touch /tmp/alive /tmp/up; exec sleep 1000"]
          startupProbe: {exec: {command: [test, -e, /tmp/up]}, periodSeconds: 1, failureThreshold: 60}
          livenessProbe: {exec: {command: [test, -e, /tmp/alive]}, periodSeconds: 1, failureThreshold: 1}
        """);
    JsonNode up = api.await("slow", "main", "/started", "true");
    assertThat(up.path("restartCount").asInt()).isZero();
    assertThat(up.path("ready").asBoolean()).isTrue();

    exec("slow", "main", "rm /tmp/alive");

    JsonNode again = api.await("slow", "main", "/restartCount", "1");
    assertThat(again.at("/lastState/terminated/containerID").asText())
        .isEqualTo(up.path("containerID").asText());
    pods.node().log().await(0, "Liveness probe failed: exit code 1");
  }

  @Test
  void aContainerJoinsARunningPodForALookIntoIt() {
    String spec =
        """
        shareProcessNamespace: true
        terminationGracePeriodSeconds: 0
        containers: [{name: main, image: "test.local/busybox:1", command: [sleep, "1234"]}]
        """;
    apply("looked-at", spec);
    String id =
        api.await("looked-at", "/phase", "Running").at("/containerStatuses/0/containerID").asText();

    apply(
        "looked-at",
        spec
            + """
            ephemeralContainers:
            - {name: eye, image: "test.local/busybox:1", command: [sh, -c, "ps; echo seen; exit 3"]}
            """);

    assertThat(api.awaitLog("looked-at", "eye", "seen")).contains("sleep 1234");
    api.await("looked-at", "eye", "/state/terminated/exitCode", "3");
    JsonNode main = api.container("looked-at", "main");
    assertThat(main.path("containerID").asText()).isEqualTo(id);
    assertThat(main.path("restartCount").asInt()).isZero();
  }

  @Test
  void resourcesChangeWhileAContainerRunsUnlessItDoesNotBearThat() {
    resized("cpu: 200m, memory: 64Mi");
    JsonNode before = api.await("resized", "/phase", "Running");
    String id = id(before);
    String pod = pods.cgroup() + "/pod" + api.pod("resized").at("/metadata/uid").asText();

    resized("cpu: 500m, memory: 64Mi");

    api.await("resized", "main", "/resources/limits/cpu", "0.5");
    assertThat(Cgroups.cpuQuota(pod + "/" + id)).isEqualTo(50_000);
    assertThat(Cgroups.cpuQuota(pod)).isEqualTo(50_000);
    resized("cpu: 100m, memory: 64Mi");
    JsonNode main = api.await("resized", "main", "/resources/limits/cpu", "0.1");
    assertThat(Cgroups.cpuQuota(pod + "/" + id)).isEqualTo(10_000);
    assertThat(Cgroups.cpuQuota(pod)).isEqualTo(10_000);
    assertThat(main.path("containerID").asText()).endsWith(id);
    assertThat(main.path("restartCount").asInt()).isZero();

    resized("cpu: 100m, memory: 96Mi");

    api.await("resized", "main", "/restartCount", "1");
    JsonNode after = api.await("resized", "main", "/resources/limits/memory", "100663296");
    assertThat(after.path("containerID").asText()).doesNotContain(id);
    assertThat(Cgroups.memoryLimit(pod)).isEqualTo(96 << 20);
  }

  private static String id(JsonNode status) {
    return status
        .at("/containerStatuses/0/containerID")
        .asText()
        .substring("containerd://".length());
  }

  private static void resized(String limits) {
    apply(
        "resized",
        """
        terminationGracePeriodSeconds: 0
        containers:
        - name: main
          image: test.local/busybox:1
          command: [sleep, "1000"]
          resources: {limits: {%s}}
          resizePolicy: [{resourceName: memory, restartPolicy: RestartContainer}]
        """
            .formatted(limits));
  }
}
