package io.margay.edged.internal.pod;

import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceSchema;
import io.margay.meta.ResourceType;
import io.margay.meta.ResourceView;
import io.margay.meta.Violation;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * Refuses pods that have mistakes. What is right but not to be had on this node is let in: the pod
 * waits, and its status says for what.
 */
@Component
public final class PodSchema implements ResourceSchema {

  @Override
  public ResourceType type() {
    return PodTypes.POD;
  }

  @Override
  public boolean namespaced() {
    return true;
  }

  @Override
  public List<Violation> validate(ResourceKey key, String content, ResourceView view) {
    return PodReader.check(key, content).mistakes();
  }
}
