package io.margay.itest.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.cri.internal.CriLimits;
import io.margay.cri.internal.CriSession;
import io.margay.edged.engine.Container;
import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.ContainerSpec;
import io.margay.edged.engine.ContainerState;
import io.margay.edged.engine.ContainerStatus;
import io.margay.edged.engine.ContainerUsage;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.ExecResult;
import io.margay.edged.engine.Image;
import io.margay.edged.engine.LinuxResources;
import io.margay.edged.engine.Mount;
import io.margay.edged.engine.Namespaces;
import io.margay.edged.engine.PortMapping;
import io.margay.edged.engine.RegistryLogin;
import io.margay.edged.engine.Sandbox;
import io.margay.edged.engine.SandboxStatus;
import io.margay.edged.engine.SecurityContext;
import io.margay.edged.engine.SecurityContext.Seccomp;
import io.margay.itest.support.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine behind CRI and Debian's containerd. */
class CriEngineIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String SLEEP = "trap 'exit 3' TERM; while :; do sleep 0.05; done";

  private static final BusyboxImage OTHER =
      new BusyboxImage("test.local/other:1", List.of("/bin/true"), "1000");

  private static Containerd containerd;
  private static CriSession session;
  private static ContainerEngine engine;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    containerd = Containerd.withBusybox();
    session =
        new CriSession(
            containerd.socket(),
            new CriLimits(Duration.ofMinutes(2), Duration.ofMinutes(2), Set.of()));
    engine = session.engine();
  }

  @AfterAll
  static void stop() {
    session.close();
    containerd.close();
    Cgroups.remove(TestPod.CGROUP);
  }

  @Test
  void itTellsWhoItIsAndThatItIsReady() {
    assertThat(engine.info().name()).isEqualTo("containerd");
    assertThat(session.info()).isEqualTo(engine.info());
    assertThat(engine.health().ready()).as(engine.health().toString()).isTrue();
  }

  @Test
  void aPodLivesAndGoes() throws IOException {
    Instant before = Instant.now().minusSeconds(1);
    TestPod pod = TestPod.run(engine, "life", folder);

    SandboxStatus sandbox = engine.sandbox(pod.id());
    assertThat(engine.sandboxes(Map.of("pod", "life"))).containsExactly(sandbox.sandbox());
    assertThat(engine.sandboxes(Map.of("pod", "other"))).isEmpty();
    assertThat(sandbox.addresses()).hasSize(1).first().asString().startsWith("10.88.0.");
    assertThat(sandbox.sandbox().pod()).isEqualTo(pod.spec().pod());
    assertThat(sandbox.sandbox().ready()).isTrue();
    assertThat(sandbox.sandbox().created()).isAfter(before);
    assertThat(sandbox.sandbox().annotations()).containsEntry("note", "text of life");

    String id = pod.shell("echo hello; " + SLEEP).create();
    assertThat(engine.container(id).container().state()).isEqualTo(ContainerState.CREATED);
    assertThat(engine.container(id).started()).isNull();
    engine.startContainer(id);
    ContainerStatus running = engine.container(id);
    assertThat(running.container().state()).isEqualTo(ContainerState.RUNNING);
    assertThat(running.container().sandboxId()).isEqualTo(pod.id());
    assertThat(running.container().name()).isEqualTo("c0");
    assertThat(running.started()).isAfter(before);
    assertThat(running.finished()).isNull();
    assertThat(running.imageName()).isEqualTo(BusyboxImage.BUSYBOX.name());
    assertThat(engine.containers(Map.of("pod", "life"))).containsExactly(running.container());
    assertThat(running.container().image())
        .isEqualTo(engine.images().find(BusyboxImage.BUSYBOX.name()).orElseThrow().id());
    Path log = Path.of(running.logPath());
    assertThat(log).isEqualTo(folder.resolve("c0.log"));
    Await.until("the log", () -> assertThat(log).content().endsWith(" stdout F hello\n"));

    engine.stopContainer(id, SOON);
    ContainerStatus ended = engine.container(id);
    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.reason()).isEqualTo("Error");
    assertThat(ended.finished()).isAfter(ended.started());
    engine.stopContainer(id, Duration.ZERO);

    engine.removeContainer(id);
    engine.removeContainer(id);
    assertThat(engine.containers(Map.of("pod", "life"))).isEmpty();
    assertThat(log).exists();

    engine.stopSandbox(pod.id());
    engine.stopSandbox(pod.id());
    assertThat(engine.sandboxes(Map.of("pod", "life")))
        .extracting(Sandbox::ready)
        .containsExactly(false);
    engine.removeSandbox(pod.id());
    engine.removeSandbox(pod.id());
    assertThat(engine.sandboxes(Map.of("pod", "life"))).isEmpty();
  }

  @Test
  void whatDoesNotExistIsGoneAlreadyOrNotFound() {
    engine.stopSandbox("unknown");
    engine.removeSandbox("unknown");
    engine.stopContainer("unknown", Duration.ZERO);
    engine.removeContainer("unknown");
    engine.images().remove("test.local/unknown:1");

    assertThat(engine.images().find("test.local/unknown:1")).isEmpty();
    assertThatThrownBy(() -> engine.sandbox("unknown"))
        .isInstanceOf(EngineException.NotFound.class);
    assertThatThrownBy(() -> engine.container("unknown"))
        .isInstanceOf(EngineException.NotFound.class)
        .hasMessageContaining("unknown");
    assertThatThrownBy(() -> engine.startContainer("unknown"))
        .isInstanceOf(EngineException.NotFound.class);
    assertThatThrownBy(() -> engine.exec("unknown", List.of("true"), SOON))
        .isInstanceOf(EngineException.NotFound.class);
  }

  @Test
  void aProgramThatIsMissingFailsTheStartByName() {
    try (TestPod pod = TestPod.run(engine, "missing", folder)) {
      String id = pod.container("/nope").create();

      assertThatThrownBy(() -> engine.startContainer(id))
          .isInstanceOf(EngineException.Failed.class)
          .hasMessageContaining("/nope")
          .hasMessageContaining("no such file");
    }
  }

  @Test
  void aContainerThatEatsTooMuchIsKilledForIt() {
    try (TestPod pod = TestPod.run(engine, "hungry", folder)) {
      String id =
          pod.container("/bin/dd", "if=/dev/zero", "of=/dev/null", "bs=200M")
              .limitedTo(new LinuxResources(0, 0, 0, 20 << 20, 0))
              .start();

      assertThat(pod.end(id).exitCode()).isEqualTo(137);
      Await.until(
          "containerd to hear from the kernel",
          () -> assertThat(engine.container(id).reason()).isEqualTo("OOMKilled"));
    }
  }

  @Test
  void aRenamedLogIsOpenedAgain() throws IOException {
    try (TestPod pod = TestPod.run(engine, "talker", folder)) {
      String id = pod.shell("while :; do echo tick; sleep 0.02; done").start();
      Path log = folder.resolve("c0.log");
      Await.until("a first line", () -> assertThat(log).content().contains("tick"));

      Files.move(log, folder.resolve("c0.log.1"));
      engine.reopenLog(id);

      Await.until("a line in the new file", () -> assertThat(log).content().contains("tick"));
    }
  }

  @Test
  void limitsAreSetAndChanged() {
    try (TestPod pod = TestPod.run(engine, "limited", folder)) {
      String id =
          pod.shell(SLEEP)
              .limitedTo(new LinuxResources(512, 50_000, 100_000, 64 << 20, 500))
              .start();
      assertThat(Cgroups.memoryLimit(TestPod.CGROUP + "/" + id)).isEqualTo(64 << 20);

      engine.updateResources(id, new LinuxResources(512, 50_000, 100_000, 80 << 20, 500));

      assertThat(Cgroups.memoryLimit(TestPod.CGROUP + "/" + id)).isEqualTo(80 << 20);
    }
  }

  @Test
  void usageIsThatOfTheRunningContainers() {
    try (TestPod pod = TestPod.run(engine, "used", folder)) {
      String running = pod.shell(SLEEP).start();
      String ended = pod.container("/bin/true").start();
      pod.end(ended);

      ContainerUsage usage =
          Await.value(
              "the figures",
              () ->
                  engine.usage().stream()
                      .filter(one -> one.container().id().equals(running))
                      .filter(one -> one.cpuNanos() > 0)
                      .findFirst()
                      .orElseThrow());
      assertThat(usage.memoryBytes()).isBetween(10_000L, 100_000_000L);
      assertThat(usage.container().labels()).containsEntry("pod", "used");
      assertThat(engine.usage()).extracting(one -> one.container().id()).doesNotContain(ended);
    }
  }

  @Test
  void theSpecReachesTheContainer() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "from the host\n");
    try (TestPod pod = TestPod.run(engine, "spec", folder)) {
      String id =
          pod.shell(SLEEP)
              .mounting(new Mount(file.toString(), "/data", true, Mount.Propagation.PRIVATE))
              .with(new ContainerSpec.Device("/dev/null", "/dev/nothing", "rw"))
              .start();

      assertThat(output(id, "pwd; echo $COLOUR; hostname; cat /proc/sys/net/ipv4/ip_default_ttl"))
          .isEqualTo("/tmp\nspotted\nspec\n61\n");
      assertThat(output(id, "cat /data; ls /dev/nothing"))
          .isEqualTo("from the host\n/dev/nothing\n");
      assertThat(run(id, "echo x >>/data").errors()).contains("Read-only file system");
      assertThat(output(id, "cat /etc/resolv.conf"))
          .contains("nameserver 10.1.2.3", "search edge.local", "options ndots:5");
      assertThat(output(id, "tr '\\0' ' ' </proc/1/cmdline"))
          .as("the first process of its own")
          .startsWith("/bin/sh -c " + SLEEP);
    }
  }

  @Test
  void rightsAreThoseOfTheSpec() {
    SecurityContext strict =
        new SecurityContext(
            1000L,
            "",
            1000L,
            List.of(42L),
            false,
            true,
            true,
            List.of(),
            List.of("ALL"),
            Seccomp.RUNTIME_DEFAULT);
    try (TestPod pod = TestPod.run(engine, "rights", folder)) {
      String id = pod.shell(SLEEP).as(strict).start();
      String usual = pod.shell(SLEEP).start();

      assertThat(output(id, "id -u; id -g; id -G")).isEqualTo("1000\n1000\n1000 42\n");
      assertThat(run(id, "touch /tmp/x").errors()).contains("Read-only file system");
      assertThat(output(id, "grep -E 'CapEff|NoNewPrivs|Seccomp:' /proc/self/status"))
          .isEqualToIgnoringWhitespace("CapEff: 0000000000000000 NoNewPrivs: 1 Seccomp: 2");
      assertThat(output(usual, "id -u; grep Seccomp: /proc/self/status"))
          .isEqualToIgnoringWhitespace("0 Seccomp: 0");
      assertThat(output(usual, "cat /proc/timer_list /proc/keys")).isEmpty();
      assertThat(run(usual, "echo 1 >/proc/sys/kernel/panic").errors()).contains("Read-only");
    }
  }

  @Test
  void thePodsOfTheHostsNetworkHaveNoAddressOfTheirOwn() {
    Namespaces host =
        new Namespaces(Namespaces.Mode.NODE, Namespaces.Mode.POD, Namespaces.Mode.POD);
    try (TestPod other = TestPod.run(engine, "neighbour", folder);
        TestPod pod =
            TestPod.run(
                engine, TestPod.spec("host", folder, host, List.of(), SecurityContext.USUAL))) {
      String id = pod.shell(SLEEP).start();

      assertThat(engine.sandbox(other.id()).addresses()).hasSize(1);
      assertThat(engine.sandbox(pod.id()).addresses()).isEmpty();
      assertThat(output(id, "ip -o link")).contains("cni0");
      assertThat(output(id, "ps")).contains("sleep 2147483647");
    }
  }

  @Test
  void aPortOfTheHostLeadsIntoThePod() {
    PortMapping port = new PortMapping(PortMapping.Protocol.TCP, 80, 18080, "");
    try (TestPod pod =
        TestPod.run(
            engine,
            TestPod.spec("web", folder, Namespaces.USUAL, List.of(port), SecurityContext.USUAL))) {
      pod.shell("echo served >/tmp/index.html; exec httpd -f -p 80 -h /tmp").start();

      Await.until(
          "the page",
          () ->
              assertThat(
                      containerd
                          .network()
                          .run("busybox", "wget", "-qO-", "http://127.0.0.1:18080/"))
                  .isEqualTo("served"));
    }
  }

  @Test
  void aProgramInAContainerIsRunToItsEnd() {
    try (TestPod pod = TestPod.run(engine, "exec", folder)) {
      String id = pod.shell(SLEEP).start();

      assertThat(run(id, "echo out; echo err >&2; exit 7"))
          .isEqualTo(new ExecResult(7, "out\n", "err\n", false));
      assertThat(engine.exec(id, List.of("sleep", "60"), Duration.ofSeconds(1)).timedOut())
          .isTrue();
      assertThatThrownBy(() -> engine.exec(id, List.of("/nope"), SOON))
          .isInstanceOf(EngineException.Failed.class)
          .hasMessageContaining("/nope");
    }
  }

  @Test
  void imagesAreFetchedWithAndWithoutALogin() {
    try (Registry open = Registry.open(containerd.network(), containerd.folder(), 5000);
        Registry closed = Registry.withLogin(containerd.network(), containerd.folder(), 5001)) {
      containerd.load(OTHER);
      containerd.trust(open);
      containerd.trust(closed);
      String free = open.push(containerd, OTHER);
      String locked = closed.push(containerd, OTHER);
      RegistryLogin login = new RegistryLogin(Registry.USER, Registry.PASSWORD, closed.address());
      RegistryLogin wrong = new RegistryLogin(Registry.USER, "lynx", closed.address());

      String id = engine.images().pull(free, null);
      assertThat(engine.images().find(free)).map(Image::id).contains(id);
      assertThatThrownBy(() -> engine.images().pull(locked, null))
          .isInstanceOf(EngineException.Failed.class)
          .hasMessageContaining(locked);
      assertThatThrownBy(() -> engine.images().pull(locked, wrong))
          .isInstanceOf(EngineException.Failed.class)
          .hasMessageNotContaining("lynx");
      assertThat(engine.images().pull(locked, login)).isEqualTo(id);
      assertThatThrownBy(() -> engine.images().pull(open.address() + "/missing:1", null))
          .isInstanceOf(EngineException.NotFound.class)
          .hasMessageContaining("missing");

      Image image = engine.images().find(id).orElseThrow();
      assertThat(image.tags()).contains(free, locked, OTHER.name());
      assertThat(image.digests()).anyMatch(digest -> digest.startsWith(open.address() + "/"));
      assertThat(image.bytes()).isGreaterThan(1_000_000);
      assertThat(image.user()).isEqualTo("1000");
      assertThat(engine.images().list()).contains(image);

      engine.images().remove(free);
      engine.images().remove(free);
      assertThat(engine.images().find(id)).as("an image goes with all its names").isEmpty();
    }
  }

  @Test
  void theDiskOfImagesIsTold() {
    assertThat(Path.of(engine.images().disks().get(0).path())).startsWith(containerd.folder());
    Await.until(
        "containerd to count, which it does each ten seconds",
        () -> assertThat(engine.images().disks().get(0).usedBytes()).isGreaterThan(100_000));
  }

  /** containerd has them from 1.7 on, and Debian 12 has 1.6; a newer one on the path is tried. */
  @Test
  void anEngineTellsItsEventsOrThatItHasNone() {
    if (engine.info().version().startsWith("1.6.")) {
      assertThatThrownBy(() -> engine.watch(sandbox -> {}))
          .isInstanceOf(EngineException.Unimplemented.class);
      return;
    }
    Set<String> changed = ConcurrentHashMap.newKeySet();
    ContainerEngine.Subscription subscription = engine.watch(changed::add);
    try (TestPod pod = TestPod.run(engine, "told", folder)) {
      Await.until("an event", () -> assertThat(changed).contains(pod.id()));
    } finally {
      subscription.close();
    }
  }

  @Test
  void anEngineThatIsKilledAndComesBackFindsItsContainers() {
    try (TestPod pod = TestPod.run(engine, "survivor", folder)) {
      String id = pod.shell(SLEEP).start();
      Container before = engine.container(id).container();

      containerd.kill();
      assertThatThrownBy(() -> engine.container(id))
          .isInstanceOf(EngineException.Unavailable.class);
      containerd.start();

      Await.until(
          "an answer", () -> assertThat(engine.container(id).container()).isEqualTo(before));
      assertThat(run(id, "echo alive").output()).isEqualTo("alive\n");
    }
  }

  private static ExecResult run(String container, String script) {
    return engine.exec(container, List.of("/bin/sh", "-c", script), SOON);
  }

  private static String output(String container, String script) {
    ExecResult result = run(container, script);
    assertThat(result.exitCode()).as(result.errors()).isZero();
    return result.output();
  }
}
