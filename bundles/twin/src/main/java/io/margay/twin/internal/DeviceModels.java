package io.margay.twin.internal;

import io.margay.dmi.DeviceModel;
import io.margay.dmi.ModelProperty;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import io.margay.meta.MetaStore;
import io.margay.twin.internal.manifest.DeviceModelManifest;
import io.margay.twin.internal.manifest.ManifestTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The device models, each read once for all its devices until it changes. Used on the reconciler's
 * thread alone.
 */
final class DeviceModels {
  /** A model as its manifest has it, and the mistakes in that. */
  record Found(DeviceModel model, List<Problem> problems) {}

  private final MetaStore meta;
  private final Map<NamespacedName, Found> found = new HashMap<>();
  private final Set<NamespacedName> stale = new HashSet<>();
  private final Shared<ModelProperty> shared = new Shared<>();

  DeviceModels(MetaStore meta) {
    this.meta = meta;
  }

  /** The model of that name, if there is one; the same object as long as it says the same. */
  Optional<Found> get(NamespacedName key) {
    Found known = found.get(key);
    if (known != null && !stale.contains(key)) {
      return Optional.of(known);
    }
    Optional<Found> read =
        meta.get(ManifestTypes.key(ManifestTypes.DEVICE_MODEL, key))
            .map(resource -> read(key, resource.content()))
            .map(fresh -> fresh.equals(known) ? known : fresh);
    stale.remove(key);
    read.ifPresentOrElse(model -> found.put(key, model), () -> found.remove(key));
    return read;
  }

  /** Takes note that a model may not be as it was. */
  void changed(NamespacedName key) {
    if (found.containsKey(key)) {
      stale.add(key);
    }
  }

  private Found read(NamespacedName key, String content) {
    List<Problem> problems = new ArrayList<>();
    DeviceModel model = DeviceModelManifest.read(key, content, problems::add);
    return new Found(
        new DeviceModel(
            model.key(),
            model.protocol(),
            model.protocolConfigData(),
            model.properties().stream().map(shared::of).toList()),
        problems);
  }
}
