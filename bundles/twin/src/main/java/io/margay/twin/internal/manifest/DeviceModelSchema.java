package io.margay.twin.internal.manifest;

import io.margay.dmi.Problem;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceSchema;
import io.margay.meta.ResourceType;
import io.margay.meta.ResourceView;
import io.margay.meta.Violation;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Refuses device models that have mistakes. */
@Component
public final class DeviceModelSchema implements ResourceSchema {

  @Override
  public ResourceType type() {
    return ManifestTypes.DEVICE_MODEL;
  }

  @Override
  public boolean namespaced() {
    return true;
  }

  @Override
  public List<Violation> validate(ResourceKey key, String content, ResourceView view) {
    List<Problem> problems = new ArrayList<>();
    DeviceModelManifest.read(ManifestTypes.name(key), content, problems::add);
    return Violations.of(problems);
  }
}
