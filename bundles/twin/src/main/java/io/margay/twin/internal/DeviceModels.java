package io.margay.twin.internal;

import io.margay.dmi.DeviceModel;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import io.margay.meta.MetaStore;
import io.margay.twin.internal.manifest.DeviceModelManifest;
import io.margay.twin.internal.manifest.ManifestTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The device models, each read once for all its devices until it changes. Used on the reconciler's
 * thread alone.
 */
final class DeviceModels {
  /** A model as its manifest has it, and the mistakes in that. */
  record Found(DeviceModel model, List<Problem> problems) {}

  private final MetaStore meta;
  private final Map<NamespacedName, Found> found = new HashMap<>();

  DeviceModels(MetaStore meta) {
    this.meta = meta;
  }

  /** The model of that name, if there is one. */
  Optional<Found> get(NamespacedName key) {
    Found known = found.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Found> read =
        meta.get(ManifestTypes.key(ManifestTypes.DEVICE_MODEL, key))
            .map(resource -> read(key, resource.content()));
    read.ifPresent(model -> found.put(key, model));
    return read;
  }

  /** Takes note that a model is not as it was. */
  void changed(NamespacedName key) {
    found.remove(key);
  }

  private static Found read(NamespacedName key, String content) {
    List<Problem> problems = new ArrayList<>();
    return new Found(DeviceModelManifest.read(key, content, problems::add), problems);
  }
}
