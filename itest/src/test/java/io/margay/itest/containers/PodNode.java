package io.margay.itest.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Await;
import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node of the distribution beside a containerd, in its network, or with conmon and runc alone,
 * and what a person asks of its pods at the shell.
 */
public final class PodNode implements AutoCloseable {
  /** A script that runs until it is told to end. */
  public static final String FOREVER = "trap exit TERM; echo up; while :; do sleep 0.1; done";

  private static final String TOKEN = "of-those-who-may-run-programs";
  private static final Pattern ID = Pattern.compile("\\b([0-9a-f]{13})\\b");

  private final Optional<Containerd> containerd;
  private final NetworkNamespace network;
  private final MargayNode node;
  private final String cgroup;

  private PodNode(
      Optional<Containerd> containerd, NetworkNamespace network, MargayNode node, String cgroup) {
    this.containerd = containerd;
    this.network = network;
    this.node = node;
    this.cgroup = cgroup;
  }

  /**
   * Starts a containerd and a node beside it.
   *
   * @param settings more lines of {@code io.margay.edged.cfg}
   */
  public static PodNode running(String name, String... settings) {
    Containerd containerd = Containerd.withBusybox();
    MargayNode node = node(name, containerd.network(), settings);
    node.configure("io.margay.cri.cfg", "sockets=" + containerd.socket() + "\nlookMillis=200\n");
    return started(new PodNode(Optional.of(containerd), containerd.network(), node, cgroup(name)));
  }

  /** Starts a node on its own, with conmon and runc and an image in its folder. */
  public static PodNode withoutEngine(String name) {
    Program.CONMON.path();
    NetworkNamespace network = new NetworkNamespace();
    MargayNode node = node(name, network);
    node.configure("io.margay.cri.cfg", "sockets=/nonexistent\n");
    node.configure(
        "io.margay.runc.cfg",
        "yieldTo=\nrunning=" + Path.of("/run", cgroup(name)) + "\ncniConf=/nonexistent\n");
    try {
      BusyboxImage.BUSYBOX.archive(Files.createDirectories(node.home().resolve("images")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return started(new PodNode(Optional.empty(), network, node, cgroup(name)));
  }

  private static MargayNode node(String name, NetworkNamespace network, String... settings) {
    MargayNode node = MargayNode.unpacked(name).startedBy(network::entering);
    node.configure("exec.token", TOKEN);
    node.configure("io.margay.edged.cfg", edged(node.home(), cgroup(name), settings));
    return node;
  }

  private static String edged(Path home, String cgroup, String... settings) {
    return """
        nodeName=edge1
        apiPort=10350
        execTokenFile=%s
        cgroupParent=/%s
        %s
        """
        .formatted(home.resolve("conf/exec.token"), cgroup, String.join("\n", settings));
  }

  /** Changes the settings of the pods while the node runs. */
  public void configure(String... settings) {
    node.configure("io.margay.edged.cfg", edged(node.home(), cgroup, settings));
  }

  /** The control group that those of all pods are in. */
  public String cgroup() {
    return "/" + cgroup;
  }

  private static String cgroup(String name) {
    return "margay-it-" + name + "-" + ProcessHandle.current().pid();
  }

  private static PodNode started(PodNode pods) {
    try {
      pods.node.start();
      return pods;
    } catch (AssertionError e) {
      pods.close();
      throw e;
    }
  }

  /** The engine, which only a node beside one has. */
  public Containerd containerd() {
    return containerd.orElseThrow(() -> new AssertionError("this node has no containerd"));
  }

  public NetworkNamespace network() {
    return network;
  }

  /** Where a node without an engine keeps namespaces. */
  public Path running() {
    return Path.of("/run", cgroup);
  }

  public MargayNode node() {
    return node;
  }

  /** Writes a manifest in one step, so that no half of it is ever read. */
  public void manifest(String name, String yaml) {
    try {
      Path written = Files.createTempFile(node.home(), name, "");
      Files.writeString(written, yaml);
      Files.move(
          written,
          node.home().resolve("manifests/" + name + ".yaml"),
          StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A pod of one container, which runs a shell script. */
  public void apply(String pod, String script) {
    apply(pod, script, "", "");
  }

  /**
   * A pod of one container, which runs a shell script.
   *
   * @param container more lines of the container, indented by four spaces
   * @param spec more lines of the spec, indented by two
   */
  public void apply(String pod, String script, String container, String spec) {
    node.apply(
        pod + ".yaml",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s}
        spec:
          terminationGracePeriodSeconds: 1
        %s  containers:
          - name: main
            image: test.local/busybox:1
            command: [sh, -c, "%s"]
        %s"""
            .formatted(pod, spec, script, container));
  }

  /** Speaks with programs in the one container of a pod, in each of the ways that there are. */
  public void assertProgramsAreSpokenWith(String pod) throws IOException {
    assertThat(
            system(
                "printf 'a\\0b' | $margay 'pod:exec -i %s head -c 3' | od -An -c".formatted(pod)))
        .as("what is piped in, byte for byte")
        .containsPattern("a +\\\\0 +b");
    Path typing = node.home().resolve("typing.sh");
    Files.writeString(
        typing,
        """
        stty rows 37 cols 101
        $margay "pod:exec -it %s sh -c \
        'until stty size | grep 37; do sleep 0.1; done; read a; echo got \\$a'"
        """
            .formatted(pod));
    assertThat(system("echo caracal | script -qec 'sh %s' /dev/null".formatted(typing)))
        .as("at a terminal")
        .contains("37 101", "got caracal");
    assertThat(
            webSocket(
                "/exec/default/%s/main?command=sh&command=-c".formatted(pod)
                    + "&command=read%20a;echo%20got%20$a;exit%207&input=1&output=1&error=1",
                "serval\n"))
        .as("at port 10350")
        .contains("1:got serval", "\"ExitCode\"", "\"7\"");
  }

  /** Deletes the manifest of a pod and waits until the pod is gone. */
  public void delete(String pod) {
    node.unapply(pod + ".yaml");
    Await.until(pod + " to be gone", () -> assertThat(list()).doesNotContain(pod));
    node.log().await(0, "pod default/" + pod + " is gone");
  }

  public String list() {
    return node.shell("pod:list");
  }

  public String get(String pod) {
    return node.shell("pod:get " + pod);
  }

  public String logs(String pod) {
    return node.shell("pod:logs " + pod);
  }

  /** Runs a line of the system's shell beside the node, where {@code $margay} speaks with it. */
  private String system(String line) {
    RunningProgram.Result result =
        RunningProgram.run(
            Map.of(
                "margay",
                node.home().resolve("bin/margay") + " shell",
                "JAVA_HOME",
                System.getProperty("java.home")),
            List.of("sh", "-c", line));
    assertThat(result.exitCode()).as(result.text()).isZero();
    return result.text();
  }

  /** What comes of a WebSocket to the node's API when something is typed, frame by frame. */
  private String webSocket(String path, String typed) {
    try {
      return network.run(
          Path.of(System.getProperty("java.home"), "bin/java").toString(),
          "-cp",
          Path.of(ExecClient.class.getProtectionDomain().getCodeSource().getLocation().toURI())
              .toString(),
          ExecClient.class.getName(),
          "ws://127.0.0.1:10350" + path,
          TOKEN,
          typed);
    } catch (URISyntaxException e) {
      throw new AssertionError("classes are in a folder", e);
    }
  }

  /** Waits until what is shown of a pod contains a text. */
  public void await(String pod, String text) {
    Await.until(pod + " to be " + text, () -> assertThat(get(pod)).contains(text));
  }

  /** Waits until what a pod writes contains a text. */
  public void awaitLog(String pod, String text) {
    Await.until(pod + " to write " + text, () -> assertThat(logs(pod)).contains(text));
  }

  /** What an address answers inside the node's network. */
  public String fetch(String url) {
    return network.run(Program.BUSYBOX.path(), "wget", "-q", "-O", "-", url).strip();
  }

  /** The beginning of the id of the one container of a pod. */
  public String containerId(String pod) {
    Matcher id = ID.matcher(get(pod));
    assertThat(id.find()).as(get(pod)).isTrue();
    return id.group(1);
  }

  /** Kills the node while a pod runs, and expects the same container when it is back. */
  public void assertAPodOutlivesTheNode() {
    apply("kept", FOREVER);
    await("kept", "Running");
    String id = containerId("kept");

    node.kill();
    node.start();

    await("kept", "Running");
    assertThat(containerId("kept")).isEqualTo(id);
    delete("kept");
  }

  @Override
  public void close() {
    if (node.program() != null) {
      node.program().close();
    }
    containerd.ifPresentOrElse(
        Containerd::close,
        () -> {
          RuncLeftovers.remove(node.home().resolve("var/runc"), running());
          network.close();
        });
    Mounts.below(node.home()).forEach(mount -> Commands.run(List.of("umount", "-l", mount)));
    node.close();
    Cgroups.remove("/" + cgroup);
  }
}
