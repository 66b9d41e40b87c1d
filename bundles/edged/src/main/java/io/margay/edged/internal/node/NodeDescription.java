package io.margay.edged.internal.node;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.EngineInfo;
import io.margay.edged.engine.Image;
import io.margay.edged.internal.sync.Conditions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes {@code NodeStatus} of Kubernetes (kubernetes.io, API reference, "Node"). */
final class NodeDescription {
  private static final int MOST_IMAGES = 50;
  private static final int MOST_NAMES = 5;

  private final NodeIdentity identity;
  private final Machine machine;
  private final String version;
  private final int maxPods;

  /**
   * @param version of edged
   */
  NodeDescription(NodeIdentity identity, Machine machine, String version, int maxPods) {
    this.identity = identity;
    this.machine = machine;
    this.version = version;
    this.maxPods = maxPods;
  }

  /**
   * @param before the status before, whose times go on while nothing changes
   */
  Map<String, Object> write(
      NodeConditions conditions, Optional<ContainerEngine> engine, Map<?, ?> before, Instant now) {
    Map<String, Object> status = new LinkedHashMap<>();
    Map<String, String> capacity = capacity();
    status.put("capacity", capacity);
    status.put("allocatable", capacity);
    status.put("conditions", conditions(conditions, before, now));
    status.put("addresses", addresses());
    status.put("nodeInfo", info(engine));
    status.put("images", images(engine));
    return status;
  }

  private Map<String, String> capacity() {
    Map<String, String> capacity = new LinkedHashMap<>();
    capacity.put("cpu", Integer.toString(machine.processors()));
    capacity.put("memory", machine.memory() / 1024 + "Ki");
    capacity.put("ephemeral-storage", machine.diskSize() / 1024 + "Ki");
    capacity.put("pods", Integer.toString(maxPods));
    return capacity;
  }

  private static List<Map<String, Object>> conditions(
      NodeConditions is, Map<?, ?> before, Instant now) {
    Conditions conditions = new Conditions(before, now);
    pressure(conditions, "MemoryPressure", is.memoryPressure(), "Memory");
    pressure(conditions, "DiskPressure", is.diskPressure(), "Disk");
    pressure(conditions, "PIDPressure", is.pidPressure(), "PID");
    conditions.put("Ready", is.ready().ready(), is.ready().reason(), is.ready().message());
    return conditions.list();
  }

  private static void pressure(
      Conditions conditions, String type, boolean pressure, String resource) {
    String reason =
        pressure ? "EdgedHasInsufficient" + resource : "EdgedHasSufficient" + resource;
    conditions.put(type, pressure, reason, "");
  }

  private List<Map<String, String>> addresses() {
    List<Map<String, String>> addresses = new ArrayList<>();
    if (!identity.address().isEmpty()) {
      addresses.add(Map.of("type", "InternalIP", "address", identity.address()));
    }
    addresses.add(Map.of("type", "Hostname", "address", identity.name()));
    return addresses;
  }

  private Map<String, String> info(Optional<ContainerEngine> engine) {
    Map<String, String> info = new LinkedHashMap<>();
    info.put("machineID", machine.machineId());
    info.put("systemUUID", machine.machineId());
    info.put("bootID", machine.bootId());
    info.put("kernelVersion", machine.kernel());
    info.put("osImage", machine.system());
    info.put("containerRuntimeVersion", engine.map(NodeDescription::engine).orElse(""));
    info.put("kubeletVersion", version);
    info.put("operatingSystem", "linux");
    info.put("architecture", machine.architecture());
    return info;
  }

  private static String engine(ContainerEngine engine) {
    try {
      EngineInfo info = engine.info();
      return info.name() + "://" + info.version();
    } catch (EngineException e) {
      return "";
    }
  }

  private static List<Map<String, Object>> images(Optional<ContainerEngine> engine) {
    try {
      List<Image> images = engine.map(it -> it.images().list()).orElse(List.of());
      return images.stream()
          .sorted(Comparator.comparingLong(Image::bytes).reversed().thenComparing(Image::id))
          .limit(MOST_IMAGES)
          .map(NodeDescription::image)
          .toList();
    } catch (EngineException e) {
      return List.of();
    }
  }

  private static Map<String, Object> image(Image image) {
    List<String> names = new ArrayList<>(image.digests());
    names.addAll(image.tags());
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("names", names.stream().limit(MOST_NAMES).toList());
    described.put("sizeBytes", image.bytes());
    return described;
  }
}
