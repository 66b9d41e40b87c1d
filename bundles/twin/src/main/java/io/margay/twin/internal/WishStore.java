package io.margay.twin.internal;

import io.margay.dmi.NamespacedName;
import io.margay.meta.Change;
import io.margay.meta.JsonText;
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
  /** Margay's resource for what is wished of a device. */
  static final ResourceType DEVICE_TWIN = new ResourceType("devices.margay.io", "v1", "DeviceTwin");

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
    Map<String, Object> properties = new LinkedHashMap<>();
    wishes.forEach(
        (property, wish) -> {
          Map<String, Object> fields = new LinkedHashMap<>();
          fields.put("value", wish.value());
          fields.put("since", wish.since().toEpochMilli());
          if (wish.overManifest() != null) {
            fields.put("overManifest", wish.overManifest());
          }
          if (wish.addedType() != null) {
            fields.put("addedType", wish.addedType());
          }
          properties.put(property, fields);
        });
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("apiVersion", DEVICE_TWIN.apiVersion());
    root.put("kind", DEVICE_TWIN.kind());
    root.put("metadata", Map.of("namespace", device.namespace(), "name", device.name()));
    root.put("spec", Map.of("wishes", properties));
    return JsonText.write(root);
  }

  private static Map<String, Wish> wishes(Resource resource) {
    Map<String, Wish> wishes = new LinkedHashMap<>();
    if (JsonText.object(JsonText.read(resource.content()).get("spec")).get("wishes")
        instanceof Map<?, ?> properties) {
      properties.forEach(
          (name, wish) -> wishes.put(String.valueOf(name), wish(JsonText.object(wish))));
    }
    return wishes;
  }

  private static Wish wish(Map<?, ?> fields) {
    return new Wish(
        String.valueOf(fields.get("value")),
        Instant.ofEpochMilli(fields.get("since") instanceof Number since ? since.longValue() : 0),
        fields.get("overManifest") instanceof String manifest ? manifest : null,
        fields.get("addedType") instanceof String type ? type : null);
  }
}
