package io.margay.manifests.internal;

import io.margay.meta.Change;
import io.margay.meta.JsonText;
import io.margay.meta.MetaStore;
import io.margay.meta.Owner;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceType;
import io.margay.meta.Selector;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Knows which file brought which resources, also after a restart.
 *
 * <p>Each file has a resource {@code manifests.margay.io/v1 ManifestFile} in the store, written in
 * the same batch as the file's resources, so that the two never disagree.
 */
final class Ledger {
  private static final ResourceType TYPE =
      ResourceType.of("manifests.margay.io/v1", "ManifestFile");

  private final Map<String, Set<ResourceKey>> keys = new TreeMap<>();
  private final Map<ResourceKey, String> files = new HashMap<>();

  /** Reads what earlier runs wrote. */
  static Ledger load(MetaStore store) {
    Ledger ledger = new Ledger();
    for (Resource entry : store.list(TYPE, Selector.ALL).items()) {
      Map<?, ?> spec = JsonText.object(JsonText.read(entry.content()).get("spec"));
      Set<ResourceKey> keys = new LinkedHashSet<>();
      if (spec.get("resources") instanceof List<?> resources) {
        resources.forEach(resource -> keys.add(key(JsonText.object(resource))));
      }
      ledger.put(text(spec, "file"), keys);
    }
    return ledger;
  }

  /** The files that have resources in the store, by name. */
  List<String> files() {
    return List.copyOf(keys.keySet());
  }

  Set<ResourceKey> keys(String file) {
    return keys.getOrDefault(file, Set.of());
  }

  /** The file that brought a resource; null when none did. */
  @Nullable String file(ResourceKey key) {
    return files.get(key);
  }

  /** Notes what is in the store now. */
  void put(String file, Set<ResourceKey> now) {
    Set<ResourceKey> before = keys.remove(file);
    if (before != null) {
      before.forEach(key -> files.remove(key, file));
    }
    if (!now.isEmpty()) {
      keys.put(file, new LinkedHashSet<>(now));
      now.forEach(key -> files.put(key, file));
    }
  }

  /** The change to the store that goes with {@link #put}. */
  static Change entry(String file, Set<ResourceKey> now) {
    ResourceKey entry = new ResourceKey(TYPE, "", entryName(file));
    if (now.isEmpty()) {
      return new Change.Delete(entry, Owner.MANIFEST);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("apiVersion", TYPE.apiVersion());
    root.put("kind", TYPE.kind());
    root.put("metadata", Map.of("name", entry.name()));
    root.put("spec", Map.of("file", file, "resources", now.stream().map(Ledger::object).toList()));
    return new Change.Put(entry, Owner.MANIFEST, JsonText.write(root));
  }

  private static Map<String, Object> object(ResourceKey key) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", key.type().apiVersion());
    object.put("kind", key.type().kind());
    object.put("namespace", key.namespace());
    object.put("name", key.name());
    return object;
  }

  private static ResourceKey key(Map<?, ?> object) {
    return new ResourceKey(
        ResourceType.of(text(object, "apiVersion"), text(object, "kind")),
        text(object, "namespace"),
        text(object, "name"));
  }

  private static String text(Map<?, ?> object, String field) {
    return object.get(field) instanceof String text ? text : "";
  }

  /** A file's name may hold what a resource's may not. */
  private static String entryName(String file) {
    return file.matches("[A-Za-z0-9._-]{1,200}")
        ? file
        : UUID.nameUUIDFromBytes(file.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
