package io.margay.edged.internal.pod;

import io.margay.meta.JsonText;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceSchema;
import io.margay.meta.ResourceType;
import io.margay.meta.ResourceView;
import io.margay.meta.Violation;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Refuses Secrets whose data could not become files or variables. Never quotes a value. */
@Component
public final class SecretSchema implements ResourceSchema {

  @Override
  public ResourceType type() {
    return PodTypes.SECRET;
  }

  @Override
  public boolean namespaced() {
    return true;
  }

  @Override
  public List<Violation> validate(ResourceKey key, String content, ResourceView view) {
    Problems problems = new Problems();
    FieldReader root = new FieldReader("", JsonText.read(content), problems);
    KeyedData.check(root, "data", true);
    KeyedData.check(root, "stringData", false);
    return problems.mistakes();
  }
}
