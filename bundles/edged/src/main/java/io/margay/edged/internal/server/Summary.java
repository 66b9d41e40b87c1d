package io.margay.edged.internal.server;

import io.margay.edged.engine.Container;
import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.ContainerUsage;
import io.margay.edged.internal.gc.DiskSpace;
import io.margay.edged.internal.gc.MemoryFile;
import io.margay.edged.internal.pod.PodLabels;
import io.margay.meta.JsonText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What the node and its pods use, in the form of a kubelet's {@code /stats/summary}. */
public final class Summary {
  private final String node;
  private final Path disk;
  private final Supplier<Optional<ContainerEngine>> engine;
  private final InstantSource clock;

  /**
   * @param disk a folder on the node's disk
   */
  public Summary(
      String node, Path disk, Supplier<Optional<ContainerEngine>> engine, InstantSource clock) {
    this.node = node;
    this.disk = disk;
    this.engine = engine;
    this.clock = clock;
  }

  String json() throws IOException {
    List<ContainerUsage> usage = engine.get().map(ContainerEngine::usage).orElse(List.of());
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("node", nodeStats());
    summary.put("pods", podStats(usage));
    return JsonText.write(summary);
  }

  private Map<String, Object> nodeStats() throws IOException {
    String now = clock.instant().toString();
    MemoryFile memory = MemoryFile.read();
    DiskSpace space = DiskSpace.of(disk);
    return ordered(
        "nodeName",
        node,
        "memory",
        ordered(
            "time",
            now,
            "availableBytes",
            memory.availableBytes(),
            "workingSetBytes",
            memory.totalBytes() - memory.availableBytes()),
        "fs",
        ordered(
            "time",
            now,
            "availableBytes",
            space.freeBytes(),
            "capacityBytes",
            space.totalBytes(),
            "usedBytes",
            space.totalBytes() - space.freeBytes()));
  }

  private static List<Object> podStats(List<ContainerUsage> usage) {
    Map<String, List<ContainerUsage>> byPod = new LinkedHashMap<>();
    for (ContainerUsage each : usage) {
      String uid = each.container().labels().getOrDefault(PodLabels.POD_UID, "");
      byPod.computeIfAbsent(uid, pod -> new ArrayList<>()).add(each);
    }
    List<Object> pods = new ArrayList<>();
    byPod.forEach(
        (uid, containers) -> {
          Map<String, String> labels = containers.get(0).container().labels();
          pods.add(
              ordered(
                  "podRef",
                  ordered(
                      "name",
                      labels.getOrDefault(PodLabels.POD_NAME, ""),
                      "namespace",
                      labels.getOrDefault(PodLabels.POD_NAMESPACE, ""),
                      "uid",
                      uid),
                  "memory",
                  ordered(
                      "workingSetBytes",
                      containers.stream().mapToLong(ContainerUsage::memoryBytes).sum()),
                  "containers",
                  containers.stream().map(Summary::containerStats).toList()));
        });
    return pods;
  }

  private static Map<String, Object> containerStats(ContainerUsage usage) {
    Container container = usage.container();
    String time = usage.time().toString();
    return ordered(
        "name",
        container.name(),
        "startTime",
        container.created().toString(),
        "cpu",
        ordered("time", time, "usageCoreNanoSeconds", usage.cpuNanos()),
        "memory",
        ordered("time", time, "workingSetBytes", usage.memoryBytes()),
        "rootfs",
        ordered("time", time, "usedBytes", usage.diskBytes(), "inodesUsed", usage.diskInodes()));
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
    }
    return fields;
  }
}
