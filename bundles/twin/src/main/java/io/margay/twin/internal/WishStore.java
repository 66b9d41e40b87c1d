package io.margay.twin.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.margay.dmi.NamespacedName;
import io.margay.meta.Change;
import io.margay.meta.MetaStore;
import io.margay.meta.Owner;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps wishes where a power cut does not lose them: one {@code DeviceTwin} resource a device,
 * owned by the node, beside the device that its manifest owns.
 */
final class WishStore {
  private static final ResourceType DEVICE_TWIN =
      new ResourceType("devices.margay.io", "v1", "DeviceTwin");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MetaStore meta;

  WishStore(MetaStore meta) {
    this.meta = meta;
  }

  /** The wishes for a device, by property. */
  Map<String, Wish> load(NamespacedName device) {
    return meta.get(key(device)).map(WishStore::wishes).orElse(Map.of());
  }

  /** Replaces the wishes for a device; they are durable when this returns. */
  void save(NamespacedName device, Map<String, Wish> wishes) {
    if (wishes.isEmpty()) {
      forget(device);
    } else {
      meta.apply(new Change.Put(key(device), Owner.LOCAL, content(device, wishes)));
    }
  }

  /** Drops all wishes for a device. */
  void forget(NamespacedName device) {
    if (meta.get(key(device)).isPresent()) {
      meta.apply(new Change.Delete(key(device), Owner.LOCAL));
    }
  }

  private static ResourceKey key(NamespacedName device) {
    return new ResourceKey(DEVICE_TWIN, device.namespace(), device.name());
  }

  private static String content(NamespacedName device, Map<String, Wish> wishes) {
    ObjectNode root = JSON.createObjectNode();
    root.put("apiVersion", DEVICE_TWIN.apiVersion()).put("kind", DEVICE_TWIN.kind());
    root.putObject("metadata").put("namespace", device.namespace()).put("name", device.name());
    ObjectNode properties = root.putObject("spec").putObject("wishes");
    wishes.forEach(
        (property, wish) ->
            properties
                .putObject(property)
                .put("value", wish.value())
                .put("since", wish.since().toEpochMilli())
                .put("overManifest", wish.overManifest()));
    return root.toString();
  }

  private static Map<String, Wish> wishes(Resource resource) {
    Map<String, Wish> wishes = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> property : parse(resource).at("/spec/wishes").properties()) {
      JsonNode wish = property.getValue();
      wishes.put(
          property.getKey(),
          new Wish(
              wish.path("value").asText(),
              Instant.ofEpochMilli(wish.path("since").asLong()),
              wish.path("overManifest").textValue()));
    }
    return wishes;
  }

  private static JsonNode parse(Resource resource) {
    try {
      return JSON.readTree(resource.content());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(resource.key() + " holds what is not JSON", e);
    }
  }
}
