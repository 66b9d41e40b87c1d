package io.margay.twin.internal.manifest;

import static java.util.stream.Collectors.joining;

import io.margay.dmi.Device;
import io.margay.dmi.DeviceCheck;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.ModelProperty;
import io.margay.dmi.Problem;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceSchema;
import io.margay.meta.ResourceType;
import io.margay.meta.ResourceView;
import io.margay.meta.Violation;
import io.margay.twin.internal.Mappers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Refuses devices that have mistakes: of their own, against their model when it is known, and in
 * the settings that only their mapper, or whoever pushes their samples, understands when it is
 * there. What cannot be judged yet is let in, and judged again when model or mapper arrive.
 */
@Component
public final class DeviceSchema implements ResourceSchema {
  private final Mappers mappers;
  private final List<DeviceCheck> checks = new CopyOnWriteArrayList<>();

  @Activate
  public DeviceSchema(@Reference Mappers mappers) {
    this.mappers = mappers;
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "checkWent")
  void checkCame(DeviceCheck check) {
    checks.add(check);
  }

  void checkWent(DeviceCheck check) {
    checks.removeIf(one -> one == check);
  }

  @Override
  public ResourceType type() {
    return ManifestTypes.DEVICE;
  }

  @Override
  public boolean namespaced() {
    return true;
  }

  @Override
  public List<Violation> validate(ResourceKey key, String content, ResourceView view) {
    List<Problem> problems = new ArrayList<>();
    DeviceManifest manifest = DeviceManifest.read(ManifestTypes.name(key), content, problems::add);
    Device device = manifest.device();
    if (problems.isEmpty()) {
      view.content(ManifestTypes.key(ManifestTypes.DEVICE_MODEL, device.modelKey()))
          .flatMap(model -> readable(device, model))
          .ifPresent(model -> judge(manifest, model, problems));
    }
    return Violations.of(problems);
  }

  /** The model, unless it has mistakes itself: those are told where it is written. */
  private static Optional<DeviceModel> readable(Device device, String content) {
    List<Problem> problems = new ArrayList<>();
    DeviceModel model = DeviceModelManifest.read(device.modelKey(), content, problems::add);
    return problems.isEmpty() ? Optional.of(model) : Optional.empty();
  }

  private void judge(DeviceManifest manifest, DeviceModel model, List<Problem> problems) {
    Device device = manifest.device();
    problems.addAll(mismatches(device, model));
    if (problems.isEmpty()) {
      mappers
          .serving(device, model, manifest.mapper())
          .ifPresent(mapper -> problems.addAll(mapper.validate(device, model)));
      checks.forEach(check -> problems.addAll(check.validate(device, model)));
    }
  }

  /** The properties of a device that its model does not have. */
  public static List<Problem> mismatches(Device device, DeviceModel model) {
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < device.properties().size(); i++) {
      String name = device.properties().get(i).name();
      if (model.property(name).isEmpty()) {
        problems.add(
            new Problem(
                "/spec/properties/" + i + "/name",
                "\"" + name + "\"",
                "a property of DeviceModel "
                    + model.key()
                    + ": "
                    + model.properties().stream().map(ModelProperty::name).collect(joining(", "))));
      }
    }
    return problems;
  }
}
