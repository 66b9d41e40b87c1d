package io.margay.meta;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The resources as they will be when the changes that are being made have been made. */
@ProviderType
@FunctionalInterface
public interface ResourceView {

  /** The content of a resource, if it will exist. */
  Optional<String> content(ResourceKey key);
}
