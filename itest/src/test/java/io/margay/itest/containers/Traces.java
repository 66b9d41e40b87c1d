package io.margay.itest.containers;

import io.margay.itest.node.ThreadNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that pods make on a machine: containers, processes, mounts (namespaces among them), control
 * groups, network devices, addresses, rules, files, and the node's threads and descriptors.
 */
public record Traces(Map<String, List<String>> byKind) {
  /** Threads of the node's device mappers come and go without pods. */
  private static final String DEVICES = "margay-mapper";

  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  /** What there is now. */
  public static Traces of(PodNode pods) throws IOException {
    Map<String, List<String>> found = new TreeMap<>();
    found.put("containers", containers(pods));
    found.put(
        "processes",
        Processes.keepers(pods).stream().map(process -> "" + process.pid()).sorted().toList());
    found.put("mounts", pods.folders().stream().flatMap(it -> Mounts.below(it).stream()).toList());
    found.put("cgroups", cgroups(pods));
    found.put(
        "devices",
        pods.network().run("ip", "-o", "link").lines().filter(it -> it.contains("veth")).toList());
    found.put("addresses", addresses(pods));
    found.put("rules", rules(pods));
    found.put("files", files(pods));
    long pid = pods.node().program().pid();
    found.put(
        "threads",
        ThreadNames.of(pid).stream().filter(it -> !it.startsWith(DEVICES)).sorted().toList());
    found.put("descriptors", descriptors(pid));
    return new Traces(found);
  }

  /** What there is now and was not before. */
  public Map<String, List<String>> since(Traces before) {
    Map<String, List<String>> more = new TreeMap<>();
    byKind.forEach(
        (kind, all) -> {
          List<String> rest = new ArrayList<>(all);
          before.byKind().get(kind).forEach(rest::remove);
          if (!rest.isEmpty()) {
            more.put(kind, rest);
          }
        });
    return more;
  }

  private static List<String> containers(PodNode pods) throws IOException {
    return pods.hasContainerd()
        ? Stream.of("containers", "snapshots", "leases")
            .flatMap(kind -> pods.containerd().ctr(kind, "list").lines().skip(1))
            .filter(line -> !line.contains("Committed"))
            .map(line -> line.split(" ", -1)[0])
            .sorted()
            .toList()
        : names(pods.runcState().resolve("containers"));
  }

  private static List<String> cgroups(PodNode pods) throws IOException {
    Path group = Path.of("/").relativize(Path.of(pods.cgroup()));
    try (Stream<Path> trees = Files.list(CGROUPS)) {
      return Stream.concat(Stream.of(CGROUPS), trees)
          .flatMap(tree -> walk(tree.resolve(group)).stream())
          .filter(path -> path.contains("/pod"))
          .toList();
    }
  }

  private static List<String> addresses(PodNode pods) throws IOException {
    Path folder = (pods.hasContainerd() ? pods.containerd().folder() : pods.runcRunning());
    return walk(folder.resolve("addresses")).stream()
        .map(path -> String.valueOf(Path.of(path).getFileName()))
        .filter(name -> name.matches("[0-9.]{7,}"))
        .sorted()
        .toList();
  }

  private static List<String> rules(PodNode pods) {
    return pods.network()
        .run("iptables", "-t", "nat", "-S")
        .lines()
        .filter(rule -> rule.contains("CNI-"))
        .sorted()
        .toList();
  }

  private static List<String> files(PodNode pods) {
    Path var = pods.node().var();
    return Stream.of(
            var.resolve("edged"),
            var.resolve("log/pods"),
            var.resolve("runc/containers"),
            var.resolve("runc/sandboxes"),
            var.resolve("runc/exits"),
            pods.runcRunning())
        .flatMap(folder -> walk(folder).stream())
        .filter(path -> !path.contains("/addresses/"))
        .sorted()
        .toList();
  }

  /** Without the numbers that make each one another, and those of the store's bounded readers. */
  private static List<String> descriptors(long pid) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return all.map(Traces::target).filter(it -> !it.contains("/meta/")).sorted().toList();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().replaceAll("\\[[0-9]+]", "");
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private static List<String> walk(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).toList();
    } catch (NoSuchFileException | UncheckedIOException goneMeanwhile) {
      return List.of("(" + folder + " changes)");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
