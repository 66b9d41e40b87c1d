package io.margay.edged.internal.commands;

import io.margay.edged.internal.node.Edged;
import io.margay.edged.internal.pod.PodTypes;
import io.margay.meta.JsonText;
import io.margay.meta.MetaStore;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shell view of this machine as a node: {@code node:status}. */
@Component(
    service = NodeCommands.class,
    property = {"osgi.command.scope=node", "osgi.command.function=status"})
public final class NodeCommands {
  private final Edged edged;
  private final MetaStore meta;

  @Activate
  public NodeCommands(@Reference Edged edged, @Reference MetaStore meta) {
    this.edged = edged;
    this.meta = meta;
  }

  /** The node, looked at closely. */
  public record NodeDetails(
      String node,
      String ready,
      String engine,
      String address,
      String cpu,
      String memory,
      int pods,
      List<ConditionRow> conditions) {}

  /** A condition of the node. */
  public record ConditionRow(
      String condition, String status, String reason, String since, String message) {}

  @Descriptor("Shows how this machine is as a node: engine, conditions. Example: node:status")
  public NodeDetails status() {
    Map<String, Object> status =
        meta.get(new ResourceKey(PodTypes.NODE, "", edged.identity().name()))
            .map(Resource::status)
            .map(JsonText::read)
            .orElse(Map.of());
    List<ConditionRow> conditions = new ArrayList<>();
    if (status.get("conditions") instanceof List<?> list) {
      list.forEach(item -> conditions.add(row(JsonText.object(item))));
    }
    String engine = text(JsonText.object(status.get("nodeInfo")), "containerRuntimeVersion");
    Map<?, ?> capacity = JsonText.object(status.get("capacity"));
    return new NodeDetails(
        edged.identity().name(),
        conditions.stream()
            .filter(row -> row.condition().equals("Ready"))
            .map(row -> row.status().equals("True") ? "yes" : "no: " + row.message())
            .findFirst()
            .orElse("not known yet"),
        engine.isEmpty() ? "none" : engine,
        edged.identity().address(),
        text(capacity, "cpu"),
        text(capacity, "memory"),
        edged.loop().pods().size(),
        conditions);
  }

  private static ConditionRow row(Map<?, ?> condition) {
    return new ConditionRow(
        text(condition, "type"),
        text(condition, "status"),
        text(condition, "reason"),
        text(condition, "lastTransitionTime"),
        text(condition, "message"));
  }

  private static String text(Map<?, ?> object, String name) {
    Object value = object.get(name);
    return value == null ? "" : value.toString();
  }
}
