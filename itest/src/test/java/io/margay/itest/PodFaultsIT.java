package io.margay.itest;

import static io.margay.itest.containers.PodNode.FOREVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.margay.itest.containers.BusyboxImage;
import io.margay.itest.containers.PodApi;
import io.margay.itest.containers.PodNode;
import io.margay.itest.containers.PowerCut;
import io.margay.itest.containers.Processes;
import io.margay.itest.node.MargayNode;
import io.margay.itest.node.ThreadNames;
import io.margay.itest.support.Await;
import io.margay.itest.support.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that runs pods dies, or has no room, and comes back: on containerd and by runc. */
class PodFaultsIT {
  private static final int DISK_MEGABYTES = 64;
  private static final BusyboxImage LATE =
      new BusyboxImage("test.local/late:1", List.of("/bin/sh"), "");

  /** Of a container that never ran; containerd counts a start that its client did not wait for. */
  private static final List<String> NOT_STARTED = List.of("", "StartError");

  private static Side containerd;
  private static Side runc;

  /** A node whose data have little room, and what runs its pods. */
  private record Side(String name, PodNode pods, PodApi api, SmallDisk disk) {

    static Side of(String name, Function<Consumer<MargayNode>, PodNode> start) {
      AtomicReference<SmallDisk> disk = new AtomicReference<>();
      PodNode pods = start.apply(node -> disk.set(SmallDisk.in(node.var(), DISK_MEGABYTES)));
      return new Side(name, pods, new PodApi(pods), disk.get());
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

    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void start() {
    containerd = Side.of("containerd", prepare -> PodNode.running("faults", prepare));
    runc = Side.of("runc", prepare -> PodNode.withoutEngine("faults-runc", prepare));
  }

  @AfterAll
  static void stop() {
    Stream.of(containerd, runc).filter(Objects::nonNull).forEach(side -> side.pods().close());
  }

  static List<Side> sides() {
    return List.of(containerd, runc);
  }

  @ParameterizedTest
  @MethodSource("sides")
  void aNodeThatIsKilledAgainAndAgainWhilePodsStartMakesEachOnce(Side side) {
    List<String> names = IntStream.range(0, 5).mapToObj(i -> "start-" + i).toList();
    names.forEach(name -> side.pods().apply(name, FOREVER));

    for (int sandboxes = 1; sandboxes <= 3; sandboxes += 2) {
      int some = sandboxes;
      Await.until("some pods to begin", () -> assertThat(made(side)).isGreaterThanOrEqualTo(some));
      side.pods().node().kill();
      side.pods().node().start();
    }

    names.forEach(side::running);
    assertThat(names).allSatisfy(name -> assertThat(lastEnd(side, name)).isIn(NOT_STARTED));
    Await.until("one of each", () -> assertThat(made(side)).isEqualTo(names.size()));
    names.forEach(side.pods()::delete);
  }

  private static String lastEnd(Side side, String pod) {
    return side.api().container(pod, "main").at("/lastState/terminated/reason").asText();
  }

  /**
   * How many sandboxes or containers there are. A shim alone is none: containerd 1.6 forgets one
   * when its client vanishes while it starts.
   */
  private static int made(Side side) {
    return (int)
        Processes.keepers(side.pods()).stream()
            .filter(keeper -> keeper.children().findAny().isPresent())
            .count();
  }

  @ParameterizedTest
  @MethodSource("sides")
  void aContainerThatIsKilledIsReplacedAndOthersAreLeftAlone(Side side) {
    side.pods().apply("killed", FOREVER);
    side.pods().apply("other", FOREVER);
    String id = side.running("killed");
    String other = side.running("other");

    Processes.kill(Processes.of(side.pods(), id));
    side.replaced("killed", id);
    side.restartsAre("killed", 1);
    JsonNode last = side.api().container("killed", "main").at("/lastState/terminated");
    assertThat(last.path("exitCode").asInt()).isEqualTo(137);
    assertThat(last.path("containerID").asText()).endsWith(id);

    String second = side.id("killed");
    ProcessHandle container = Processes.of(side.pods(), second);
    Processes.kill(Processes.keeperOf(side.pods(), second));
    side.replaced("killed", second);
    Await.until("no orphan to live", () -> assertThat(container.isAlive()).isFalse());
    assertThat(side.id("other")).isEqualTo(other);

    side.pods().delete("killed");
    side.pods().delete("other");
  }

  @Test
  void anEngineThatIsKilledWhilePodsStartIsNoHindranceOnceItIsBack() {
    Side side = containerd;
    List<String> names = IntStream.range(0, 3).mapToObj(i -> "engine-" + i).toList();
    names.forEach(name -> side.pods().apply(name, FOREVER));
    Await.until("the first to begin", () -> assertThat(made(side)).isPositive());

    side.pods().containerd().kill();
    side.pods().node().log().await(0, "the engine does not answer");
    side.pods().containerd().start();

    names.forEach(side::running);
    names.forEach(side.pods()::delete);
  }

  @ParameterizedTest
  @MethodSource("sides")
  void afterAPowerCutEverythingStartsFromTheDiskWithoutANetwork(Side side) {
    side.pods()
        .apply(
            "kept",
            "test -e /data/made || { date >/data/made; exit 1; }; cat /data/made; " + FOREVER,
            "    volumeMounts: [{name: data, mountPath: /data}]\n",
            "  volumes: [{name: data, emptyDir: {}}]\n");
    side.restartsAre("kept", 1);
    String id = side.running("kept");
    String made = side.api().log("kept", "main").lines().findFirst().orElseThrow();

    PowerCut.of(side.pods());
    if (side.pods().hasContainerd()) {
      side.pods().containerd().start();
    }
    side.pods().node().start();

    side.replaced("kept", id);
    side.restartsAre("kept", 2);
    assertThat(side.api().log("kept", "main")).contains(made);
    side.pods().delete("kept");
  }

  @Test
  void aFullDiskStopsNoPodAndWhatItHadNoRoomForIsDoneLater() {
    Map<Side, String> ids = new HashMap<>();
    for (Side side : sides()) {
      side.pods().apply("steady", FOREVER, "", "  priority: 2000001000\n");
      side.pods().apply("hurt", FOREVER, "", "  priority: 2000001000\n");
      ids.put(side, side.running("steady"));
      side.running("hurt");
    }
    for (Side side : sides()) {
      side.disk().fill();
      int mark = side.pods().node().log().mark();
      Processes.kill(Processes.of(side.pods(), side.id("hurt")));
      side.pods().apply("late", FOREVER);
      side.pods().node().log().await(mark, "the disk is full");
      assertThat(side.id("steady")).isEqualTo(ids.get(side));
      assertThat(Processes.of(side.pods(), ids.get(side)).isAlive()).isTrue();
      side.disk().empty();
    }
    for (Side side : sides()) {
      side.running("late");
      side.restartsAre("hurt", 1);
      side.running("hurt");
      assertThat(side.running("steady")).isEqualTo(ids.get(side));
      List.of("late", "hurt", "steady").forEach(side.pods()::delete);
    }
  }

  @ParameterizedTest
  @MethodSource("sides")
  void aContainerThatDoesNotWantToStopHasItsGraceAndDelaysNobody(Side side) {
    Duration grace = Duration.ofSeconds(3);
    side.pods().node().apply("slow.yaml", SLOW.formatted(grace.toSeconds()));
    side.pods().apply("quick", FOREVER);
    ProcessHandle slow = Processes.of(side.pods(), side.running("slow"));
    side.running("quick");

    Instant asked = Instant.now();
    side.pods().node().unapply("slow.yaml");
    side.pods().node().unapply("quick.yaml");
    side.pods().apply("next", FOREVER);
    side.pods().node().log().await(0, "pod default/quick is gone");
    side.running("next");
    boolean lives = slow.isAlive();
    Duration others = Duration.between(asked, Instant.now());
    slow.onExit().join();

    assertThat(Duration.between(asked, Instant.now())).isGreaterThanOrEqualTo(grace);
    assertThat(lives || others.compareTo(grace) > 0).isTrue();
    side.pods().node().log().await(0, "pod default/slow is gone");
    side.pods().delete("next");
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
    Side side = runc;
    int servers = 20;
    StringBuilder yaml = new StringBuilder(STORM);
    for (int i = 0; i < servers; i++) {
      yaml.append(container("s" + i, "httpd -f -vv -p " + (8000 + i) + " -h /etc", 8000 + i));
    }
    yaml.append(container("hangs", "nc -ll -p 8100 -e sleep 60", 8100));
    side.pods().node().apply("storm.yaml", yaml.toString());
    side.api().await("storm", "s" + (servers - 1), "/ready", "true");
    Instant begin = Instant.now();
    Await.until(
        "five seconds of probes",
        () -> assertThat(Duration.between(begin, Instant.now()).toSeconds()).isGreaterThan(5));

    Map<String, Long> looks = new TreeMap<>();
    for (int i = 0; i < servers; i++) {
      looks.put("s" + i, looksSince(side, "s" + i, begin));
    }

    assertThat(looks).allSatisfy((server, count) -> assertThat(count).isBetween(4L, 7L));
    assertThat(side.api().container("storm", "hangs").path("ready").asBoolean()).isFalse();
    assertThat(ThreadNames.of(side.pods().node().program().pid()))
        .filteredOn(name -> name.startsWith("margay-probe"))
        .hasSizeLessThanOrEqualTo(17);
    side.pods().delete("storm");
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

  private static long looksSince(Side side, String container, Instant begin) {
    List<Instant> times = new ArrayList<>();
    side.pods()
        .fetch(
            "http://127.0.0.1:10350/containerLogs/default/storm/%s?timestamps=true"
                .formatted(container))
        .lines()
        .filter(line -> line.contains("url:"))
        .forEach(line -> times.add(Instant.parse(line.substring(0, line.indexOf(' ')))));
    return times.stream().filter(time -> time.isAfter(begin)).count();
  }

  @Test
  void anImageThatComesLaterIsFound() throws IOException {
    for (Side side : sides()) {
      side.pods().node().apply("late-image.yaml", LATE_IMAGE);
      side.api().await("late-image", "main", "/state/waiting/reason", "ImagePullBackOff");
    }

    containerd.pods().containerd().ctr("images", "tag", "test.local/busybox:1", LATE.name());
    Path home = runc.pods().node().home();
    Path archive = LATE.archive(home);
    Files.move(archive, home.resolve("images").resolve(archive.getFileName()));

    for (Side side : sides()) {
      side.running("late-image");
      side.pods().delete("late-image");
    }
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
