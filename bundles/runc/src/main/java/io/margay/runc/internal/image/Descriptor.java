package io.margay.runc.internal.image;

import io.margay.meta.JsonText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Points to bytes of an image (OCI image specification, "OCI Content Descriptors").
 *
 * @param size in bytes
 * @param platform {@code linux/arm64}, or empty when it says none
 * @param name what its annotations call the image, or empty
 */
record Descriptor(String mediaType, Digest digest, long size, String platform, String name) {

  /** Reads one of a manifest's or an index's; Docker's are the same. */
  static Descriptor read(Object json) {
    Map<?, ?> fields = JsonText.object(json);
    Map<?, ?> platform = JsonText.object(fields.get("platform"));
    Map<?, ?> annotations = JsonText.object(fields.get("annotations"));
    Object full = annotations.get("io.containerd.image.name");
    Object name = full != null ? full : annotations.get("org.opencontainers.image.ref.name");
    return new Descriptor(
        text(fields.get("mediaType")),
        Digest.parse(text(fields.get("digest"))),
        fields.get("size") instanceof Number size ? size.longValue() : -1,
        platform.isEmpty() ? "" : platform.get("os") + "/" + platform.get("architecture"),
        text(name));
  }

  /** Whether it points to a list of manifests, one for each platform. */
  boolean isIndex() {
    return mediaType.endsWith(".index.v1+json") || mediaType.endsWith(".manifest.list.v2+json");
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
