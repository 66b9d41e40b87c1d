package io.margay.runc.internal.image;

import io.margay.edged.engine.Image;
import java.util.List;
import java.util.stream.Stream;

/**
 * An image whose files are here.
 *
 * @param manifest what a registry knows it by
 * @param names full references with tag that point to it now
 * @param asked full references with digest that it was fetched by; of an image for several machines
 *     that digest is not its manifest's
 */
record StoredImage(
    Digest id,
    Digest manifest,
    long bytes,
    ImageConfig config,
    List<String> names,
    List<String> asked) {

  Image toImage() {
    return new Image(id.toString(), names, digests(), bytes, config.user(), false);
  }

  private List<String> digests() {
    Stream<String> byManifest =
        names.stream().map(name -> ImageReference.parse(name).name() + "@" + manifest);
    return Stream.concat(byManifest, asked.stream()).distinct().toList();
  }

  /** Whether a reference means it; a digest counts for more than the tag beside it. */
  boolean isCalled(ImageReference reference) {
    return reference.digest().isEmpty()
        ? names.contains(reference.name() + ":" + reference.tag())
        : digests().contains(reference.name() + "@" + reference.digest());
  }
}
