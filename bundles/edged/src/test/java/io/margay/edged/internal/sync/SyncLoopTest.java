package io.margay.edged.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.edged.engine.Container;
import io.margay.edged.engine.RegistryLogin;
import io.margay.edged.internal.pod.PodTypes;
import io.margay.meta.Change;
import io.margay.meta.Owner;
import io.margay.meta.ResourceKey;
import io.margay.meta.internal.SqliteMetaStore;
import io.margay.meta.internal.StoreLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods from the store to an engine and back, over the real store and an engine in memory. */
class SyncLoopTest {
  private static final String ONE = "\"containers\":[{\"name\":\"a\",\"image\":\"b:1\"}]";
  private static final String SOON = "\"terminationGracePeriodSeconds\":3,";

  @TempDir Path folder;
  private final SteadyClock clock = new SteadyClock();
  private final MemoryEngine engine = new MemoryEngine(clock);
  private SqliteMetaStore meta;
  private TestNode node;

  @BeforeEach
  void start() {
    meta = new SqliteMetaStore(folder, StoreLimits.DEFAULT, clock);
    node = new TestNode(meta, engine, clock);
  }

  @AfterEach
  void stop() {
    node.close();
    meta.close();
  }

  private void restart() {
    node.close();
    node = new TestNode(meta, engine, clock).start();
  }

  @Test
  void aPodInTheStoreRunsAndItsStatusSaysSo() {
    node.start().apply("p", ONE);

    node.awaitPhase("p", "Running");

    assertThat(engine.calls).containsExactly("sandbox p/0", "create a/0", "start a");
    assertThat(node.status("p", ""))
        .contains("\"podIP\":\"10.0.0.0\"", "\"hostIP\":\"192.0.2.1\"", "memory://c1")
        .contains("\"type\":\"Ready\",\"status\":\"True\"");
  }

  @Test
  void aPodThatIsNoMoreIsStoppedWithItsGraceAndLeavesNothing() {
    node.start().apply("p", SOON + ONE);
    node.awaitPhase("p", "Running");

    node.delete("p");

    node.await("the pod to be gone", () -> node.loop().uids().isEmpty());
    assertThat(engine.calls).endsWith("start a", "stop a 3s", "stop sandbox", "remove sandbox");
    assertThat(node.specs.prepared).isEmpty();
  }

  @Test
  void aPodThatItsOwnerMarkedAsDeletedGoesFromTheStoreOnceItHasEnded() {
    node.start().apply("p", ONE);
    node.awaitPhase("p", "Running");

    node.apply(
        "p",
        ONE,
        "\"deletionTimestamp\":\"2026-03-01T12:00:00Z\",\"deletionGracePeriodSeconds\":1");

    node.await("the resource to be gone", () -> node.status("p", "phase").isEmpty());
    assertThat(engine.calls).contains("stop a 1s");
  }

  @Test
  void aRestartOfTheNodeLeavesWhatRunsAlone() {
    node.start().apply("p", ONE);
    node.awaitPhase("p", "Running");
    String before = node.status("p", "");
    int asked = engine.calls.size();

    restart();

    node.await("the pod to be known", () -> !node.loop().pods().isEmpty());
    node.await("a look", () -> !node.loop().pods().get(0).view().isEmpty());
    assertThat(engine.calls).hasSize(asked);
    assertThat(node.status("p", "")).isEqualTo(before);
  }

  @Test
  void whatEndedWhileTheNodeWasAwayIsStartedAgainAndCounted() {
    node.start().apply("p", ONE);
    node.awaitPhase("p", "Running");
    node.close();
    engine.exit("c1", 1);

    node = new TestNode(meta, engine, clock).start();

    node.awaitStatus("p", "\"restartCount\":1");
    node.awaitPhase("p", "Running");
  }

  @Test
  void thatTheKernelKilledAContainerMayBeHeardAfterItsEnd() {
    node.start().apply("p", "\"restartPolicy\":\"Never\"," + ONE);
    node.awaitPhase("p", "Running");
    engine.exit("c1", 137);
    node.awaitStatus("p", "\"exitCode\":137,\"reason\":\"Error\"");

    engine.outOfMemory("c1");

    node.awaitStatus("p", "\"exitCode\":137,\"reason\":\"OOMKilled\"");
  }

  @Test
  void aPodThatWasDeletedWhileTheNodeWasAwayIsStopped() {
    node.start().apply("p", SOON + ONE);
    node.awaitPhase("p", "Running");
    node.close();
    node.delete("p");

    node = new TestNode(meta, engine, clock).start();

    node.await("the sandbox to be gone", () -> engine.calls.contains("remove sandbox"));
    assertThat(engine.calls).contains("stop a 3s");
  }

  @Test
  void aPodThatTookAnothersNameWaitsUntilThatOneIsGone() {
    node.start().apply("p", ONE);
    node.awaitPhase("p", "Running");
    engine.stopGate = new CountDownLatch(1);
    node.delete("p");
    node.apply("p", ONE);
    node.await("the stop", () -> engine.calls.stream().anyMatch(it -> it.startsWith("stop a")));

    assertThat(engine.calls.stream().filter(it -> it.startsWith("sandbox"))).hasSize(1);
    engine.stopGate.countDown();

    node.awaitPhase("p", "Running");
    assertThat(engine.calls.indexOf("remove sandbox"))
        .isLessThan(engine.calls.lastIndexOf("sandbox p/0"));
  }

  @Test
  void aContainerThatCrashesIsStartedAtOnceAndThenAfterADelay() {
    node.start().apply("p", ONE);
    node.awaitPhase("p", "Running");
    engine.exit(engine.running("a").orElseThrow(), 1);
    node.awaitStatus("p", "\"restartCount\":1");
    node.await("a second container", () -> engine.running("a").isPresent());

    engine.exit(engine.running("a").orElseThrow(), 1);
    node.awaitStatus("p", "CrashLoopBackOff");
    node.pass(Duration.ofSeconds(10));

    node.awaitStatus("p", "\"restartCount\":2");
  }

  @Test
  void aSandboxThatDiesIsReplacedWithItsContainers() {
    node.start().apply("p", ONE);
    node.awaitPhase("p", "Running");

    engine.loseSandboxes();

    node.await("another sandbox", () -> engine.calls.contains("sandbox p/1"));
    node.awaitStatus("p", "\"restartCount\":1");
  }

  @Test
  void anEngineThatDoesNotTellIsLookedAt() {
    engine.tellsEvents = false;
    node.start().apply("p", ONE);
    node.awaitPhase("p", "Running");

    engine.exit(engine.running("a").orElseThrow(), 1);
    node.clock.pass(Duration.ofSeconds(2));

    node.awaitStatus("p", "\"restartCount\":1");
  }

  @Test
  void anEngineThatDoesNotAnswerIsAskedUntilItDoes() {
    engine.unavailable = true;
    node.start().apply("p", ONE);
    node.await("the pod to be known", () -> !node.loop().pods().isEmpty());

    engine.unavailable = false;

    node.awaitPhase("p", "Running");
  }

  @Test
  void podsWaitForAnEngineAndRunWhenOneComes() {
    node.startWithoutEngine().apply("p", ONE);
    node.await("the pod to be known", () -> !node.loop().pods().isEmpty());

    node.give(engine);

    node.awaitPhase("p", "Running");
  }

  @Test
  void anImageThatIsMissingIsFetchedAndTriedAgainWithADelay() {
    node.start().apply("p", ONE.replace("b:1", "r/c:2"));
    node.awaitStatus("p", "ErrImagePull");
    node.pass(Duration.ofSeconds(10));
    node.awaitStatus("p", "ImagePullBackOff");
    engine.registry.add("r/c:2");

    node.pass(Duration.ofSeconds(20));

    node.awaitPhase("p", "Running");
    assertThat(engine.calls.stream().filter(it -> it.startsWith("pull"))).hasSize(3);
  }

  @Test
  void aLoginThatComesIsTriedAtOnceAndNothingElseIs() {
    node.start().apply("p", ONE.replace("b:1", "r/c:2"));
    node.awaitStatus("p", "ErrImagePull");
    engine.registry.add("r/c:2");

    putSecret("other");
    putSecret("other again");
    node.apply("q", ONE);
    node.awaitPhase("q", "Running");
    assertThat(node.status("p", "")).contains("ErrImagePull");
    node.specs.logins = List.of(new RegistryLogin("edge", "ocelot", "r"));
    putSecret("login");

    node.awaitPhase("p", "Running");
    assertThat(engine.calls.stream().filter(it -> it.startsWith("pull"))).hasSize(2);
  }

  private void putSecret(String text) {
    meta.apply(
        new Change.Put(
            new ResourceKey(PodTypes.SECRET, "default", "s"),
            Owner.MANIFEST,
            """
            {"apiVersion":"v1","kind":"Secret","metadata":{"namespace":"default","name":"s"},\
            "stringData":{"s":"%s"}}"""
                .formatted(text)));
  }

  private static String limitedTo(String memory) {
    return "\"containers\":[{\"name\":\"a\",\"image\":\"b:1\",\"resources\":{\"limits\":{\"memory\":\"%s\"}}}]"
        .formatted(memory);
  }

  @Test
  void aContainerIsGivenOtherResourcesWhileItRuns() {
    node.start().apply("p", limitedTo("64"));
    node.awaitPhase("p", "Running");
    engine.resizeFailure = "device or resource busy";

    node.apply("p", limitedTo("96"));
    node.awaitStatus("p", "\"type\":\"PodResizeInProgress\",\"status\":\"True\"");
    assertThat(node.status("p", "")).contains("\"resources\":{\"limits\":{\"memory\":\"64\"}}");
    engine.resizeFailure = "";
    node.pass(Duration.ofSeconds(10));

    node.awaitStatus("p", "\"resources\":{\"limits\":{\"memory\":\"96\"}}");
    assertThat(node.status("p", "")).doesNotContain("PodResizeInProgress");
    assertThat(engine.calls).endsWith("start a", "resize a to 96", "resize a to 96");
    assertThat(node.specs.groups).containsExactly("loose", "loose", "tight");
  }

  @Test
  void resourcesThatWereChangedAreKnownAfterARestartOfTheNode() {
    node.start().apply("p", limitedTo("64"));
    node.awaitPhase("p", "Running");
    node.apply("p", limitedTo("96"));
    node.awaitStatus("p", "\"resources\":{\"limits\":{\"memory\":\"96\"}}");

    restart();
    node.apply("p", limitedTo("64"));

    node.awaitStatus("p", "\"resources\":{\"limits\":{\"memory\":\"64\"}}");
    assertThat(engine.calls).endsWith("start a", "resize a to 96", "resize a to 64");
  }

  @Test
  void anImageThatIsAlwaysFetchedIsTakenAsItIsWhenTheRegistryIsAway() {
    engine.images.add("r/c:latest");
    node.start().apply("p", ONE.replace("b:1", "r/c:latest"));

    node.awaitPhase("p", "Running");

    assertThat(engine.calls).contains("pull r/c:latest");
  }

  @Test
  void anImageThatMustNotBeFetchedIsWaitedFor() {
    node.start().apply("p", ONE.replace("\"b:1\"", "\"r/c:2\",\"imagePullPolicy\":\"Never\""));

    node.awaitStatus("p", "ErrImageNeverPull");

    assertThat(engine.calls).noneMatch(it -> it.startsWith("pull"));
  }

  @Test
  void oneSlowPullKeepsNoOtherPodWaiting() {
    engine.pullGate = new CountDownLatch(1);
    node.start().apply("slow", ONE.replace("b:1", "r/c:2"));
    node.await("the pull", () -> engine.calls.contains("pull r/c:2"));
    node.apply("p", ONE);

    node.awaitPhase("p", "Running");

    assertThat(node.status("slow", "phase")).isEqualTo("Pending");
    engine.pullGate.countDown();
  }

  @Test
  void slowStopsKeepNoOtherPodWaiting() {
    node.start();
    for (int i = 0; i < 10; i++) {
      node.apply("p" + i, ONE);
    }
    for (int i = 0; i < 10; i++) {
      node.awaitPhase("p" + i, "Running");
    }
    engine.stopGate = new CountDownLatch(1);
    for (int i = 0; i < 10; i++) {
      node.delete("p" + i);
    }

    node.apply("other", ONE);

    node.awaitPhase("other", "Running");
    engine.stopGate.countDown();
    node.await("the others to be gone", () -> node.loop().uids().size() == 1);
  }

  @Test
  void aContainerThatDoesNotStartSaysWhy() {
    engine.broken.add("a");
    node.start().apply("p", ONE);

    node.awaitStatus("p", "stat /nope: no such file");

    engine.broken.clear();
    node.pass(Duration.ofSeconds(20));
    node.awaitPhase("p", "Running");
  }

  @Test
  void aSandboxThatCannotBeMadeSaysWhyAndIsTriedAgain() {
    engine.sandboxFailure = "no network";
    node.start().apply("p", ONE);
    node.awaitStatus("p", "no network");
    engine.sandboxFailure = "";

    node.pass(Duration.ofSeconds(10));

    node.awaitPhase("p", "Running");
  }

  @Test
  void aPodWaitsForWhatItsVolumesAreMadeOf() {
    node.specs.missing = "ConfigMap default/c does not exist";
    node.start().apply("p", ONE);
    node.awaitStatus("p", "ConfigMap default/c does not exist");
    node.specs.missing = "";

    putConfigMap();

    node.awaitPhase("p", "Running");
  }

  private void putConfigMap() {
    meta.apply(
        new Change.Put(
            new ResourceKey(PodTypes.CONFIG_MAP, "default", "c"),
            Owner.MANIFEST,
            """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"default","name":"c"}}
            """));
  }

  @Test
  void whatChangesWhileTheEngineIsAwayComesIntoTheVolumesWhenItIsBack() {
    node.start().apply("p", ONE);
    node.awaitPhase("p", "Running");
    engine.unavailable = true;
    int before = node.specs.refreshed.get();
    putConfigMap();
    node.await("the pod to look in vain", () -> engine.vainLooks.get() > 0);

    engine.unavailable = false;

    node.await("the volumes to be new", () -> node.specs.refreshed.get() > before);
  }

  @Test
  void volumesThatCannotBeMadeNewAreTriedAgain() {
    node.start().apply("p", ONE);
    node.awaitPhase("p", "Running");
    node.await("a look", () -> !node.loop().pods().get(0).view().running().isEmpty());
    int before = node.specs.refreshed.get();
    node.specs.missing = "no space left on device";
    int refused = node.specs.refusals.get();
    putConfigMap();
    node.await("the refusal", () -> node.specs.refusals.get() > refused);
    node.specs.missing = "";

    node.pass(Duration.ofMinutes(1));

    node.await("the volumes to be new", () -> node.specs.refreshed.get() > before);
  }

  @Test
  void anImageThatWasFetchedForAnotherDefinitionIsNotTaken() {
    engine.pullGate = new CountDownLatch(1);
    engine.registry.addAll(Set.of("r/c:1", "r/c:2"));
    node.start().apply("p", ONE.replace("b:1", "r/c:1"));
    node.await("the pull", () -> engine.calls.contains("pull r/c:1"));
    node.apply("p", ONE.replace("b:1", "r/c:2"));
    node.await(
        "the change",
        () -> node.loop().pods().get(0).pod().spec().containers().get(0).image().equals("r/c:2"));

    engine.pullGate.countDown();

    node.awaitPhase("p", "Running");
    assertThat(engine.containers(Map.of()))
        .extracting(Container::image)
        .containsExactly("sha256:r/c:2");
  }

  @Test
  void aPullThatFailsAsNobodyExpectedIsTriedAgainWithADelay() {
    engine.pullFailure = new IllegalArgumentException("digest \"md5:1\": expected sha256:…");
    node.start().apply("p", ONE.replace("b:1", "r/c:1"));

    node.awaitStatus("p", "ErrImagePull");

    assertThat(engine.calls).containsOnlyOnce("pull r/c:1");
    assertThat(node.status("p", "")).contains("expected sha256");
  }

  @Test
  void whatThisNodeDoesNotGrantIsSaidInTheStatusAndStopsNothingElse() {
    node.start()
        .apply(
            "odd",
            ONE
                + ",\"volumes\":[{\"name\":\"v\",\"persistentVolumeClaim\":{\"claimName\":\"c\"}}]");
    node.apply("p", ONE);

    node.awaitPhase("p", "Running");
    node.awaitStatus("odd", "/spec/volumes/0/persistentVolumeClaim");

    assertThat(node.status("odd", "phase")).isEqualTo("Pending");
    assertThat(node.status("odd", "reason")).isEqualTo("Unsupported");
  }

  @Test
  void aChangedDefinitionReplacesTheContainerInItsSandbox() {
    node.start().apply("p", ONE);
    node.awaitPhase("p", "Running");

    node.apply("p", ONE.replace("\"b:1\"", "\"b:1\",\"args\":[\"x\"]"));

    node.awaitStatus("p", "\"restartCount\":1");
    assertThat(engine.calls).contains("create a/1").doesNotContain("sandbox p/1");
  }

  @Test
  void aChangedNetworkReplacesTheSandbox() {
    node.start().apply("p", ONE);
    node.awaitPhase("p", "Running");

    node.apply("p", ONE + ",\"hostNetwork\":true");

    node.await("another sandbox", () -> engine.calls.contains("sandbox p/1"));
    node.awaitStatus("p", "\"podIP\":\"192.0.2.1\"");
  }

  @Test
  void aContainerWhoseProbeFailsIsReplaced() {
    node.start().apply("p", ONE);
    node.awaitPhase("p", "Running");

    node.health.put(
        engine.running("a").orElseThrow(), new Health(true, true, "liveness probe failed"));
    node.loop().lookAtAll();

    node.awaitStatus("p", "\"restartCount\":1");
  }

  @Test
  void aPodWhoseContainerIsNotReadyIsNotReady() {
    node.start().apply("p", ONE);
    node.awaitPhase("p", "Running");

    node.health.put(engine.running("a").orElseThrow(), new Health(true, false, ""));
    node.loop().lookAtAll();

    node.awaitStatus("p", "containers with unready status: [a]");
    assertThat(engine.calls).hasSize(3);
  }

  @Test
  void theTimeOfAPreStopHookIsTakenFromTheGrace() {
    node.start()
        .apply(
            "p",
            "\"terminationGracePeriodSeconds\":9,"
                + ONE.replace(
                    "\"b:1\"",
                    "\"b:1\",\"lifecycle\":{\"preStop\":{\"exec\":{\"command\":[\"bye\"]}}}"));
    node.awaitPhase("p", "Running");

    node.delete("p");

    node.await("the end", () -> node.loop().uids().isEmpty());
    assertThat(node.hooks).containsExactly("Exec 9s");
    assertThat(engine.calls).contains("stop a 8s");
  }

  @Test
  void aPodThatIsDoneIsNotRunAgainByARestartOfTheNode() {
    node.start().apply("p", "\"restartPolicy\":\"Never\"," + ONE);
    node.awaitPhase("p", "Running");
    engine.exit(engine.running("a").orElseThrow(), 0);
    node.awaitPhase("p", "Succeeded");
    node.close();
    MemoryEngine empty = new MemoryEngine(clock);

    node = new TestNode(meta, empty, clock).start();

    node.apply("other", ONE);
    node.awaitPhase("other", "Running");
    assertThat(empty.calls).noneMatch(it -> it.contains("p/"));
    assertThat(node.status("p", "phase")).isEqualTo("Succeeded");
  }

  @Test
  void aPodThatIsGivenUpStaysSoOverARestart() {
    node.start().apply("p", ONE);
    node.awaitPhase("p", "Running");
    String uid = node.loop().pods().get(0).pod().identity().uid();

    node.loop().giveUp(uid, new Verdict("Evicted", "no memory"));
    node.awaitPhase("p", "Failed");
    node.await("the stop", () -> engine.running("a").isEmpty());
    restart();
    node.apply("other", ONE);
    node.awaitPhase("other", "Running");

    assertThat(node.status("p", "reason")).isEqualTo("Evicted");
  }

  @Test
  void aRestartThatAPersonAsksForReplacesTheContainers() {
    node.start().apply("p", ONE);
    node.awaitPhase("p", "Running");
    node.await("a look", () -> !node.loop().pods().get(0).view().running().isEmpty());

    assertThat(node.loop().restart("default", "p")).isTrue();

    node.awaitStatus("p", "\"restartCount\":1");
    assertThat(node.loop().restart("default", "unknown")).isFalse();
  }

  @Test
  void aPodOfAnotherNodeIsLeftAlone() {
    node.start().apply("far", "\"nodeName\":\"elsewhere\"," + ONE);
    node.apply("p", "\"nodeName\":\"edge\"," + ONE);

    node.awaitPhase("p", "Running");

    assertThat(node.status("far", "phase")).isEmpty();
  }

  @Test
  void itStopsListeningWhenItCloses() {
    node.start().apply("p", ONE);
    node.awaitPhase("p", "Running");

    node.close();

    assertThat(engine.listeners()).isZero();
    assertThat(engine.running("a")).isPresent();
  }
}
