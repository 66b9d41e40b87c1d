package io.margay.cri.internal.translate;

import io.margay.meta.JsonText;
import java.util.Map;
import java.util.Optional;

/**
 * Which image an engine makes its sandboxes from. CRI has no field for it; containerd and CRI-O
 * tell it as {@code sandboxImage} of the JSON text {@code config} in the answer to a verbose {@code
 * Status}.
 */
public final class SandboxImage {
  private SandboxImage() {}

  /** Its name as the engine is configured; empty when the engine does not tell it. */
  public static Optional<String> name(Map<String, String> info) {
    return Optional.ofNullable(info.get("config"))
        .map(SandboxImage::read)
        .map(config -> config.get("sandboxImage"))
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .filter(name -> !name.isBlank());
  }

  /** What is no JSON object tells nothing: CRI leaves the text to each engine. */
  private static Map<String, Object> read(String config) {
    try {
      return JsonText.read(config);
    } catch (IllegalArgumentException e) {
      return Map.of();
    }
  }
}
