package io.margay.edged.internal.server;

import io.margay.edged.internal.pod.PodTypes;
import io.margay.meta.JsonText;
import io.margay.meta.MetaStore;
import io.margay.meta.Resource;
import io.margay.meta.Selector;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All pods of the node with their status, as a {@code v1 PodList}. */
final class PodList {
  private final MetaStore meta;

  PodList(MetaStore meta) {
    this.meta = meta;
  }

  String json() {
    List<Map<String, Object>> items =
        meta.list(PodTypes.POD, Selector.ALL).items().stream().map(PodList::item).toList();
    return JsonText.write(
        new TreeMap<>(
            Map.of("apiVersion", "v1", "kind", "PodList", "metadata", Map.of(), "items", items)));
  }

  private static Map<String, Object> item(Resource pod) {
    Map<String, Object> item = JsonText.read(pod.content());
    Map<String, Object> metadata = new TreeMap<>();
    JsonText.object(item.get("metadata"))
        .forEach((name, value) -> metadata.put(String.valueOf(name), value));
    metadata.putIfAbsent("uid", pod.uid());
    metadata.putIfAbsent("creationTimestamp", pod.created().toString());
    item.put("metadata", metadata);
    item.put("status", pod.status() == null ? Map.of() : JsonText.read(pod.status()));
    return item;
  }
}
