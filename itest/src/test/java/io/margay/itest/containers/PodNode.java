package io.margay.itest.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Await;
import io.margay.itest.support.Program;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node of the distribution beside a containerd, in its network, and what a person asks of its
 * pods at the shell.
 */
public final class PodNode implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("\\b([0-9a-f]{13})\\b");

  private final Containerd containerd;
  private final MargayNode node;
  private final String cgroup;

  private PodNode(Containerd containerd, MargayNode node, String cgroup) {
    this.containerd = containerd;
    this.node = node;
    this.cgroup = cgroup;
  }

  /** Starts a containerd and a node beside it. */
  public static PodNode running(String name) {
    Containerd containerd = Containerd.withBusybox();
    String cgroup = "/margay-it-" + name + "-" + ProcessHandle.current().pid();
    MargayNode node = MargayNode.unpacked(name).startedBy(containerd.network()::entering);
    node.configure("io.margay.cri.cfg", "sockets=" + containerd.socket() + "\nlookMillis=200\n");
    node.configure(
        "io.margay.edged.cfg", "nodeName=edge1\napiPort=10350\ncgroupParent=" + cgroup + "\n");
    PodNode pods = new PodNode(containerd, node, cgroup);
    try {
      node.start();
      return pods;
    } catch (AssertionError e) {
      pods.close();
      throw e;
    }
  }

  public Containerd containerd() {
    return containerd;
  }

  public MargayNode node() {
    return node;
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
    return containerd.network().run(Program.BUSYBOX.path(), "wget", "-q", "-O", "-", url).strip();
  }

  /** The beginning of the id of the one container of a pod. */
  public String containerId(String pod) {
    Matcher id = ID.matcher(get(pod));
    assertThat(id.find()).as(get(pod)).isTrue();
    return id.group(1);
  }

  @Override
  public void close() {
    if (node.program() != null) {
      node.program().close();
    }
    containerd.close();
    Mounts.below(node.home()).forEach(mount -> Commands.run(List.of("umount", "-l", mount)));
    node.close();
    Cgroups.remove(cgroup);
  }
}
