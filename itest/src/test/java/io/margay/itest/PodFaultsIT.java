package io.margay.itest;

import static io.margay.itest.containers.PodNode.FOREVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.margay.itest.containers.BusyboxImage;
import io.margay.itest.containers.PodApi;
import io.margay.itest.containers.PodNode;
import io.margay.itest.containers.PowerCut;
import io.margay.itest.containers.Processes;
import io.margay.itest.node.ThreadNames;
import io.margay.itest.support.Await;
import io.margay.itest.support.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that runs pods dies, or has no room, and comes back: on containerd and by runc. */
class PodFaultsIT {
  private static final int DISK_MEGABYTES = 64;
  private static final BusyboxImage LATE =
      new BusyboxImage("test.local/late:1", List.of("/bin/sh"), "");

  /** What runs the pods. */
  enum Engine {
    CONTAINERD {
      @Override
      PodNode start() {
        return PodNode.running("faults", node -> smallDisk(node.var()));
      }
    },
    RUNC {
      @Override
      PodNode start() {
        return PodNode.withoutEngine("faults-runc", node -> smallDisk(node.var()));
      }
    };

    private SmallDisk disk;
    private PodNode pods;
    private PodApi api;

    abstract PodNode start();

    /** The node's data have little room. */
    void smallDisk(Path folder) {
      disk = SmallDisk.in(folder, DISK_MEGABYTES);
    }

    void restartsAre(String pod, int count) {
      api.await(pod, "main", "/restartCount", Integer.toString(count));
    }

    /** Waits until a pod runs and is ready, and returns the id of its container. */
    String running(String pod) {
      api.await(pod, "main", "/ready", "true");
      return id(pod);
    }

    String id(String pod) {
      return api.container(pod, "main").path("containerID").asText().replaceFirst(".*//", "");
    }

    /** Waits until a pod's container is another one. */
    void replaced(String pod, String id) {
      Await.until("another container", () -> assertThat(running(pod)).isNotEqualTo(id));
    }
  }

  @BeforeAll
  static void start() {
    for (Engine engine : Engine.values()) {
      engine.pods = engine.start();
      engine.api = new PodApi(engine.pods);
    }
  }

  @AfterAll
  static void stop() {
    for (Engine engine : Engine.values()) {
      if (engine.pods != null) {
        engine.pods.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNodeThatIsKilledAgainAndAgainWhilePodsStartMakesEachOnce(Engine engine) {
    List<String> names = IntStream.range(0, 5).mapToObj(i -> "start-" + i).toList();
    names.forEach(name -> engine.pods.apply(name, FOREVER));

    for (int sandboxes = 1; sandboxes <= 3; sandboxes += 2) {
      int some = sandboxes;
      Await.until(
          "some pods to begin", () -> assertThat(made(engine)).isGreaterThanOrEqualTo(some));
      engine.pods.node().kill();
      engine.pods.node().start();
    }

    names.forEach(engine::running);
    assertThat(names).allSatisfy(name -> engine.restartsAre(name, 0));
    Await.until("one of each", () -> assertThat(made(engine)).isEqualTo(names.size()));
    names.forEach(engine.pods::delete);
  }

  /**
   * How many sandboxes or containers there are. A shim alone is none: containerd 1.6 forgets one
   * when its client vanishes while it starts.
   */
  private static int made(Engine engine) {
    return (int)
        Processes.keepers(engine.pods).stream()
            .filter(keeper -> keeper.children().findAny().isPresent())
            .count();
  }

  @ParameterizedTest
  @EnumSource
  void aContainerThatIsKilledIsReplacedAndOthersAreLeftAlone(Engine engine) {
    engine.pods.apply("killed", FOREVER);
    engine.pods.apply("other", FOREVER);
    String id = engine.running("killed");
    String other = engine.running("other");

    Processes.kill(Processes.of(engine.pods, id));
    engine.replaced("killed", id);
    engine.restartsAre("killed", 1);
    JsonNode last = engine.api.container("killed", "main").at("/lastState/terminated");
    assertThat(last.path("exitCode").asInt()).isEqualTo(137);
    assertThat(last.path("containerID").asText()).endsWith(id);

    String second = engine.id("killed");
    ProcessHandle container = Processes.of(engine.pods, second);
    Processes.kill(Processes.keeperOf(engine.pods, second));
    engine.replaced("killed", second);
    Await.until("no orphan to live", () -> assertThat(container.isAlive()).isFalse());
    assertThat(engine.id("other")).isEqualTo(other);

    engine.pods.delete("killed");
    engine.pods.delete("other");
  }

  @Test
  void anEngineThatIsKilledWhilePodsStartIsNoHindranceOnceItIsBack() {
    Engine engine = Engine.CONTAINERD;
    List<String> names = IntStream.range(0, 3).mapToObj(i -> "engine-" + i).toList();
    names.forEach(name -> engine.pods.apply(name, FOREVER));
    Await.until("the first to begin", () -> assertThat(made(engine)).isPositive());

    engine.pods.containerd().kill();
    engine.pods.node().log().await(0, "the engine does not answer");
    engine.pods.containerd().start();

    names.forEach(engine::running);
    names.forEach(engine.pods::delete);
  }

  @ParameterizedTest
  @EnumSource
  void afterAPowerCutEverythingStartsFromTheDiskWithoutANetwork(Engine engine) {
    engine.pods.apply(
        "kept",
        "test -e /data/made || { date >/data/made; exit 1; }; cat /data/made; " + FOREVER,
        "    volumeMounts: [{name: data, mountPath: /data}]\n",
        "  volumes: [{name: data, emptyDir: {}}]\n");
    engine.restartsAre("kept", 1);
    String id = engine.running("kept");
    String made = engine.api.log("kept", "main").lines().findFirst().orElseThrow();

    PowerCut.of(engine.pods);
    if (engine.pods.hasContainerd()) {
      engine.pods.containerd().start();
    }
    engine.pods.node().start();

    engine.replaced("kept", id);
    engine.restartsAre("kept", 2);
    assertThat(engine.api.log("kept", "main")).contains(made);
    engine.pods.delete("kept");
  }

  @Test
  void aFullDiskStopsNoPodAndWhatItHadNoRoomForIsDoneLater() {
    Map<Engine, String> ids = new ConcurrentHashMap<>();
    for (Engine engine : Engine.values()) {
      engine.pods.apply("steady", FOREVER, "", "  priority: 2000001000\n");
      engine.pods.apply("hurt", FOREVER, "", "  priority: 2000001000\n");
      ids.put(engine, engine.running("steady"));
      engine.running("hurt");
    }
    for (Engine engine : Engine.values()) {
      engine.disk.fill();
      int mark = engine.pods.node().log().mark();
      Processes.kill(Processes.of(engine.pods, engine.id("hurt")));
      engine.pods.apply("late", FOREVER);
      engine.pods.node().log().await(mark, "the disk is full");
      assertThat(engine.id("steady")).isEqualTo(ids.get(engine));
      assertThat(Processes.of(engine.pods, ids.get(engine)).isAlive()).isTrue();
      engine.disk.empty();
    }
    for (Engine engine : Engine.values()) {
      engine.running("late");
      engine.restartsAre("hurt", 1);
      engine.running("hurt");
      assertThat(engine.running("steady")).isEqualTo(ids.get(engine));
      List.of("late", "hurt", "steady").forEach(engine.pods::delete);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aContainerThatDoesNotWantToStopHasItsGraceAndDelaysNobody(Engine engine) {
    Duration grace = Duration.ofSeconds(4);
    engine.pods.node().apply("slow.yaml", SLOW.formatted(grace.toSeconds()));
    engine.pods.apply("quick", FOREVER);
    ProcessHandle slow = Processes.of(engine.pods, engine.running("slow"));
    engine.running("quick");

    Instant asked = Instant.now();
    engine.pods.node().unapply("slow.yaml");
    engine.pods.node().unapply("quick.yaml");
    engine.pods.apply("next", FOREVER);
    engine.pods.node().log().await(0, "pod default/quick is gone");
    engine.running("next");
    boolean lives = slow.isAlive();
    Duration others = Duration.between(asked, Instant.now());
    slow.onExit().join();

    assertThat(Duration.between(asked, Instant.now())).isGreaterThanOrEqualTo(grace);
    assertThat(lives || others.compareTo(grace) > 0).isTrue();
    engine.pods.node().log().await(0, "pod default/slow is gone");
    engine.pods.delete("next");
  }

  private static final String SLOW =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: slow}
      spec:
        terminationGracePeriodSeconds: %d
        containers:
        - name: main
          image: test.local/busybox:1
          command: [sh, -c, "trap '' TERM; while :; do sleep 1; done"]
      """;

  @Test
  void manyProbesAndAServerThatHangsDelayNobody() throws IOException {
    Engine engine = Engine.RUNC;
    int servers = 20;
    StringBuilder yaml = new StringBuilder(STORM);
    for (int i = 0; i < servers; i++) {
      yaml.append(container("s" + i, "httpd -f -vv -p " + (8000 + i) + " -h /etc", 8000 + i));
    }
    yaml.append(container("hangs", "nc -ll -p 8100 -e sleep 60", 8100));
    engine.pods.node().apply("storm.yaml", yaml.toString());
    engine.api.await("storm", "s" + (servers - 1), "/ready", "true");
    Instant begin = Instant.now();
    Await.until(
        "five seconds of probes",
        () -> assertThat(Duration.between(begin, Instant.now()).toSeconds()).isGreaterThan(5));

    Map<String, Long> looks = new TreeMap<>();
    for (int i = 0; i < servers; i++) {
      looks.put("s" + i, looksSince(engine, "s" + i, begin));
    }

    assertThat(looks).allSatisfy((server, count) -> assertThat(count).isBetween(4L, 7L));
    assertThat(engine.api.container("storm", "hangs").path("ready").asBoolean()).isFalse();
    assertThat(ThreadNames.of(engine.pods.node().program().pid()))
        .filteredOn(name -> name.startsWith("margay-probe"))
        .hasSizeLessThanOrEqualTo(17);
    engine.pods.delete("storm");
  }

  private static final String STORM =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: storm}
      spec:
        terminationGracePeriodSeconds: 0
        containers:
      """;

  private static String container(String name, String command, int port) {
    return """
          - name: %s
            image: test.local/busybox:1
            command: [sh, -c, "exec %s"]
            readinessProbe: {httpGet: {path: /passwd, port: %d}, periodSeconds: 1}
        """
        .formatted(name, command, port);
  }

  private static long looksSince(Engine engine, String container, Instant begin) {
    List<Instant> times = new ArrayList<>();
    engine
        .pods
        .fetch(
            "http://127.0.0.1:10350/containerLogs/default/storm/%s?timestamps=true"
                .formatted(container))
        .lines()
        .filter(line -> line.contains("url:"))
        .forEach(line -> times.add(Instant.parse(line.substring(0, line.indexOf(' ')))));
    return times.stream().filter(time -> time.isAfter(begin)).count();
  }

  @ParameterizedTest
  @EnumSource
  void anImageThatComesLaterIsFound(Engine engine) throws IOException {
    engine.pods.node().apply("late-image.yaml", LATE_IMAGE);
    engine.api.await("late-image", "main", "/state/waiting/reason", "ImagePullBackOff");

    if (engine.pods.hasContainerd()) {
      engine.pods.containerd().ctr("images", "tag", "test.local/busybox:1", "test.local/late:1");
    } else {
      Path archive = LATE.archive(engine.pods.node().home());
      Path images = engine.pods.node().home().resolve("images");
      Files.move(archive, images.resolve(archive.getFileName()));
    }
    engine.running("late-image");
    engine.pods.delete("late-image");
  }

  private static final String LATE_IMAGE =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: late-image}
      spec:
        terminationGracePeriodSeconds: 0
        containers: [{name: main, image: "test.local/late:1", command: [sleep, "60"]}]
      """;
}
