package io.margay.edged.internal.spec;

import io.margay.edged.internal.pod.KeyedData;
import io.margay.edged.internal.pod.PodTypes;
import io.margay.meta.MetaStore;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ConfigMaps and Secrets that pods refer to. Whoever asks must not change the arrays. */
public interface KeyedObjects {

  /** The values of a ConfigMap by their keys; null when there is none of the name. */
  @Nullable Map<String, byte[]> configMap(String namespace, String name);

  /** The values of a Secret by their keys; null when there is none of the name. */
  @Nullable Map<String, byte[]> secret(String namespace, String name);

  /** Those of the node's store, read anew at each question. */
  static KeyedObjects of(MetaStore store) {
    return new KeyedObjects() {
      @Override
      public @Nullable Map<String, byte[]> configMap(String namespace, String name) {
        return find(PodTypes.CONFIG_MAP, namespace, name);
      }

      @Override
      public @Nullable Map<String, byte[]> secret(String namespace, String name) {
        return find(PodTypes.SECRET, namespace, name);
      }

      private @Nullable Map<String, byte[]> find(ResourceType type, String namespace, String name) {
        return store
            .get(new ResourceKey(type, namespace, name))
            .map(found -> KeyedData.read(found.content(), type.equals(PodTypes.SECRET)))
            .orElse(null);
      }
    };
  }
}
