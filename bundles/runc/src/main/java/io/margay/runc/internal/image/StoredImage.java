package io.margay.runc.internal.image;

import io.margay.edged.engine.Image;
import java.util.List;

/**
 * An image whose files are here.
 *
 * @param manifest what a registry knows it by
 * @param names full references with tag that point to it now
 */
record StoredImage(Digest id, Digest manifest, long bytes, ImageConfig config, List<String> names) {

  Image toImage() {
    List<String> digests =
        names.stream()
            .map(name -> ImageReference.parse(name).name() + "@" + manifest)
            .distinct()
            .toList();
    return new Image(id.toString(), names, digests, bytes, config.user(), false);
  }

  boolean isCalled(ImageReference reference) {
    return names.contains(reference.name() + ":" + reference.tag())
        || (reference.digest().equals(manifest.toString())
            && names.stream()
                .anyMatch(name -> ImageReference.parse(name).name().equals(reference.name())));
  }
}
