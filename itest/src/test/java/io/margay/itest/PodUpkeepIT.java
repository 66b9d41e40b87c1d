package io.margay.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ResourceAccessMode.READ;
import static org.junit.jupiter.api.parallel.ResourceAccessMode.READ_WRITE;

import com.fasterxml.jackson.databind.JsonNode;
import io.margay.itest.containers.BusyboxImage;
import io.margay.itest.containers.PodApi;
import io.margay.itest.containers.PodNode;
import io.margay.itest.support.Await;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** How a node with a real containerd keeps room on its machine, and what it tells of itself. */
@Execution(ExecutionMode.CONCURRENT)
class PodUpkeepIT {
  /** Who writes it lets the node run out of room, so that nobody else's pods must be there. */
  private static final String ROOM = "room on the machine";

  private static final String[] SETTINGS = {
    "upkeepSeconds=1", "logMaxSize=64Ki", "logMaxFiles=3", "pressureSeconds=1"
  };

  private static PodNode pods;
  private static PodApi api;

  @BeforeAll
  static void start() {
    pods = PodNode.running("upkeep", SETTINGS);
    api = new PodApi(pods);
  }

  @AfterAll
  static void stop() {
    pods.close();
  }

  private static void settings(String... more) {
    List<String> all = new ArrayList<>(List.of(SETTINGS));
    all.addAll(List.of(more));
    pods.configure(all.toArray(String[]::new));
  }

  private static void apply(String name, String spec, String container, String script) {
    pods.manifest(
        name,
        """
            apiVersion: v1
            kind: Pod
            metadata: {name: %s}
            spec:
              terminationGracePeriodSeconds: 0
              volumes: [{name: data, emptyDir: {}}]
            %s
              containers:
              - name: main
                image: test.local/busybox:1
                volumeMounts: [{name: data, mountPath: /data}]
            %s
                command: [sh, -c, "%s; exec sleep 1000"]
            """
            .formatted(name, spec.indent(2), container.indent(4), script));
  }

  @Test
  @ResourceLock(value = ROOM, mode = READ)
  void aLogThatIsTooBigIsRotatedAndNoMoreFilesAreKeptThanAreToBe() throws IOException {
    apply(
        "talker",
        "",
        "",
        "while :; do head -c 60000 /dev/zero | tr '\\\\0' x | fold -w 1000; sleep 0.3; done");
    String uid = Await.value("the pod", () -> api.pod("talker").at("/metadata/uid").asText());
    Path folder = pods.node().var().resolve("log/pods/default_talker_" + uid + "/main");

    Path packed =
        Await.value(
            "a rotated and a compressed log",
            () -> {
              List<Path> files = files(folder);
              assertThat(files).hasSize(3);
              return files.stream()
                  .filter(file -> file.toString().endsWith(".gz"))
                  .findFirst()
                  .orElseThrow();
            });

    try (InputStream unpacked = new GZIPInputStream(Files.newInputStream(packed))) {
      String text = new String(unpacked.readAllBytes(), UTF_8);
      assertThat(text.length()).isGreaterThan(64 << 10);
      assertThat(text.lines()).allMatch(line -> line.matches("[-0-9T:.Z+]+ stdout [FP] x+"));
    }
    Await.until("the oldest to go", () -> assertThat(packed).doesNotExist());
    assertThat(files(folder)).hasSizeLessThanOrEqualTo(3);
    pods.delete("talker");
    assertThat(folder).doesNotExist();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  @ResourceLock(value = ROOM, mode = READ)
  void ofEndedContainersTheLastOneStays() {
    apply("again", "", "", "true");
    api.await("again", "/phase", "Running");
    for (int restart = 1; restart <= 3; restart++) {
      pods.node().shell("pod:restart again");
      api.await("again", "main", "/restartCount", Integer.toString(restart));
    }

    Await.until(
        "all but two containers to be removed",
        () ->
            assertThat(
                    pods.containerd()
                        .ctr(
                            "containers",
                            "list",
                            "-q",
                            "labels.\"io.kubernetes.pod.name\"==again,"
                                + "labels.\"io.kubernetes.container.name\"==main")
                        .lines())
                .hasSize(2));
    JsonNode main = api.container("again", "main");
    assertThat(main.path("restartCount").asInt()).isEqualTo(3);
    assertThat(main.at("/lastState/terminated/containerID").asText()).startsWith("containerd://");
    pods.delete("again");
  }

  @Test
  @ResourceLock(value = ROOM, mode = READ)
  void whatPodsUseIsTold() {
    apply("used", "", "", "dd if=/dev/zero of=/tmp/file bs=1M count=3 2>/dev/null");

    JsonNode stats =
        Await.value(
            "containerd to count, which it does each ten seconds",
            () -> {
              for (JsonNode pod : api.get("stats/summary").path("pods")) {
                JsonNode main = pod.at("/containers/0");
                if (pod.at("/podRef/name").asText().equals("used")
                    && main.at("/rootfs/usedBytes").asLong() >= 3 << 20) {
                  return pod;
                }
              }
              throw new AssertionError("not yet");
            });

    assertThat(stats.at("/containers/0/cpu/usageCoreNanoSeconds").asLong()).isPositive();
    assertThat(stats.at("/containers/0/memory/workingSetBytes").asLong()).isPositive();
    assertThat(stats.at("/memory/workingSetBytes").asLong()).isPositive();
    JsonNode node = api.get("stats/summary").path("node");
    assertThat(node.path("nodeName").asText()).isEqualTo("edge1");
    assertThat(node.at("/fs/capacityBytes").asLong())
        .isGreaterThan(node.at("/fs/usedBytes").asLong());
    assertThat(node.at("/memory/availableBytes").asLong()).isPositive();
    assertThat(pods.node().shell("pod:stats")).contains("used", "main");
    pods.delete("used");
  }

  @Test
  @ResourceLock(value = ROOM, mode = READ)
  void theNodeTellsWhatItIsAndThatItIsThere() {
    Await.until(
        "the node to be ready and its images to be known",
        () ->
            assertThat(pods.node().shell("meta:get Node edge1"))
                .contains("EdgedReady", "EdgedHasSufficientMemory", "EdgedHasSufficientDisk")
                .contains("EdgedHasSufficientPID", "test.local/busybox:1"));
    String node = pods.node().shell("meta:get Node edge1");
    assertThat(node)
        .contains("capacity", "allocatable", "containerd://", "kubeletVersion", "kernelVersion")
        .contains("\"pods\"", "ephemeral-storage", "Hostname", "node-role.kubernetes.io/edge");
    String lease = pods.node().shell("meta:get Lease kube-node-lease/edge1");
    assertThat(lease).contains("renewTime", "holderIdentity").contains("40");
    Await.until(
        "the lease to be renewed",
        () ->
            assertThat(pods.node().shell("meta:get Lease kube-node-lease/edge1"))
                .isNotEqualTo(lease));
  }

  @Test
  @ResourceLock(value = ROOM, mode = READ_WRITE)
  void whileMemoryRunsOutPodsGoThatUseMoreThanTheyAskedFor() {
    apply("greedy", "", "", "true");
    apply("modest", "", "resources: {requests: {memory: 64Mi}}", "true");
    apply("critical", "priority: 2000000000", "", "true");
    for (String pod : List.of("greedy", "modest", "critical")) {
      api.await(pod, "/phase", "Running");
    }

    settings("evictBelowMemory=1024Gi");

    JsonNode greedy = api.await("greedy", "/reason", "Evicted");
    assertThat(greedy.path("phase").asText()).isEqualTo("Failed");
    assertThat(greedy.path("message").asText())
        .contains("low on memory (memory.available)", "of class BestEffort");
    api.await("modest", "/reason", "Evicted");
    assertThat(stopped("greedy")).isLessThan(stopped("modest"));
    awaitCondition("EdgedHasInsufficientMemory");
    assertThat(api.status("critical").path("phase").asText()).isEqualTo("Running");

    settings();
    awaitCondition("EdgedHasSufficientMemory");
    List.of("greedy", "modest", "critical").forEach(pods::delete);
  }

  @Test
  @ResourceLock(value = ROOM, mode = READ_WRITE)
  void whileTheDiskRunsOutWhatIsUnusedGoesFirstAndThenThePodThatWroteMost() {
    BusyboxImage unused = new BusyboxImage("test.local/unused:1", List.of("/bin/true"), "7");
    pods.containerd().load(unused);
    apply("small", "", "", "true");
    apply("big", "", "", "dd if=/dev/zero of=/data/file bs=1M count=20 2>/dev/null");
    apply("critical", "priority: 2000000000", "", "echo written");
    for (String pod : List.of("small", "big", "critical")) {
      api.await(pod, "/phase", "Running");
    }

    settings("evictBelowDiskPercent=100", "imagesLeastAgeSeconds=0");

    JsonNode big = api.await("big", "/reason", "Evicted");
    assertThat(big.path("message").asText())
        .containsPattern("low on disk \\(nodefs.available\\).* used 2[0-9] MiB");
    api.await("small", "/reason", "Evicted");
    assertThat(stopped("big")).isLessThan(stopped("small"));
    assertThat(pods.node().shell("image:list")).doesNotContain("unused").contains("busybox");
    awaitCondition("EdgedHasInsufficientDisk");
    assertThat(api.status("critical").path("phase").asText()).isEqualTo("Running");

    settings();
    awaitCondition("EdgedHasSufficientDisk");
    List.of("small", "big", "critical").forEach(pods::delete);
  }

  private static void awaitCondition(String reason) {
    Await.until(
        "the node to say " + reason,
        () -> assertThat(pods.node().shell("node:status")).contains(reason));
  }

  /** Where in the node's log it says that it stops a pod's container. */
  private static int stopped(String pod) {
    String line = "default/" + pod + "/main is stopped: the pod is given up";
    pods.node().log().await(0, line);
    List<String> lines = pods.node().log().since(0);
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).contains(line)) {
        return i;
      }
    }
    throw new AssertionError(line);
  }

  @Test
  @ResourceLock(value = ROOM, mode = READ_WRITE)
  void unusedImagesGoWhenTheirDiskIsRatherFull() {
    pods.containerd().load(new BusyboxImage("test.local/spare:1", List.of("/bin/true"), "8"));
    apply("user", "", "", "true");
    api.await("user", "/phase", "Running");

    settings("imagesHighPercent=0", "imagesLowPercent=0", "imagesLeastAgeSeconds=0");

    Await.until(
        "the unused image to be removed",
        () ->
            assertThat(pods.node().shell("image:list"))
                .doesNotContain("test.local/spare:1")
                .contains("test.local/busybox:1"));
    settings();
    pods.delete("user");
  }
}
