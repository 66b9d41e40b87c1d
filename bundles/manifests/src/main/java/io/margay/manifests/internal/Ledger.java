package io.margay.manifests.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.margay.meta.Change;
import io.margay.meta.MetaStore;
import io.margay.meta.Owner;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceType;
import io.margay.meta.Selector;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
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
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<String, Set<ResourceKey>> keys = new TreeMap<>();
  private final Map<ResourceKey, String> files = new HashMap<>();

  /** Reads what earlier runs wrote. */
  static Ledger load(MetaStore store) {
    Ledger ledger = new Ledger();
    for (Resource entry : store.list(TYPE, Selector.ALL).items()) {
      JsonNode spec = parse(entry.content()).path("spec");
      Set<ResourceKey> keys = new LinkedHashSet<>();
      for (JsonNode key : spec.path("resources")) {
        keys.add(
            new ResourceKey(
                ResourceType.of(key.path("apiVersion").asText(), key.path("kind").asText()),
                key.path("namespace").asText(),
                key.path("name").asText()));
      }
      ledger.put(spec.path("file").asText(), keys);
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
    ObjectNode root = MAPPER.createObjectNode();
    root.put("apiVersion", TYPE.apiVersion()).put("kind", TYPE.kind());
    root.putObject("metadata").put("name", entry.name());
    ObjectNode spec = root.putObject("spec").put("file", file);
    ArrayNode resources = spec.putArray("resources");
    for (ResourceKey key : now) {
      resources
          .addObject()
          .put("apiVersion", key.type().apiVersion())
          .put("kind", key.type().kind())
          .put("namespace", key.namespace())
          .put("name", key.name());
    }
    return new Change.Put(entry, Owner.MANIFEST, root.toString());
  }

  /** A file's name may hold what a resource's may not. */
  private static String entryName(String file) {
    return file.matches("[A-Za-z0-9._-]{1,200}")
        ? file
        : UUID.nameUUIDFromBytes(file.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the store holds well-formed JSON", e);
    }
  }
}
