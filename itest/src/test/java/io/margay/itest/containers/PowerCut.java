package io.margay.itest.containers;

import io.margay.itest.node.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes from a node what a machine loses when its power is cut: every process, mount, namespace and
 * address, and all that lies in memory. What lies on the disk stays.
 */
public final class PowerCut {
  private static final List<String> BRIDGES = List.of("cni0", "margay0");
  private final PodNode pods;

  private PowerCut(PodNode pods) {
    this.pods = pods;
  }

  /** Leaves the node and its engine switched off. */
  public static void of(PodNode pods) {
    PowerCut cut = new PowerCut(pods);
    pods.node().kill();
    if (pods.hasContainerd()) {
      pods.containerd().kill();
    }
    cut.killContainers();
    cut.emptyMemory();
    cut.resetNetwork();
    Cgroups.remove(pods.cgroup());
  }

  private void killContainers() {
    for (ProcessHandle keeper : Processes.keepers(pods)) {
      List<ProcessHandle> containers = keeper.descendants().toList();
      Processes.kill(keeper);
      containers.forEach(Processes::kill);
    }
  }

  private void emptyMemory() {
    Mounts.below(pods.node().var()).forEach(PowerCut::unmount);
    if (pods.hasContainerd()) {
      Mounts.below(pods.containerd().folder()).forEach(PowerCut::unmount);
      Distribution.delete(pods.containerd().folder().resolve("state"));
    } else {
      Mounts.below(pods.runcRunning()).forEach(PowerCut::unmount);
      Distribution.delete(pods.runcRunning());
      pretendAnotherBoot();
    }
  }

  private static void unmount(String point) {
    Commands.run(List.of("umount", "-l", point));
  }

  private void resetNetwork() {
    for (String bridge : BRIDGES) {
      pods.network().attempt("ip", "link", "delete", bridge);
    }
    pods.network().run("iptables", "-t", "nat", "-F");
    pods.network().run("iptables", "-t", "nat", "-X");
  }

  /** The kernel's name of this boot stays, so the name of the boot before is made another. */
  private void pretendAnotherBoot() {
    try (Stream<Path> files = Files.walk(pods.runcState())) {
      for (Path file : files.filter(it -> it.toString().endsWith(".json")).toList()) {
        String record = Files.readString(file);
        Files.writeString(file, record.replaceFirst("\"boot\":\"[^\"]*\"", "\"boot\":\"before\""));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
