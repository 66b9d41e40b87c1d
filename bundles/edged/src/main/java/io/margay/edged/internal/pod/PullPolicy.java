package io.margay.edged.internal.pod;

import java.util.Map;

/** When an image is fetched. */
public enum PullPolicy {
  ALWAYS,
  IF_NOT_PRESENT,
  NEVER;

  static final Map<String, PullPolicy> WORDS =
      Words.ordered("Always", ALWAYS, "IfNotPresent", IF_NOT_PRESENT, "Never", NEVER);

  /**
   * What Kubernetes takes for an image when nothing is said: tag {@code latest} or none, always.
   */
  static PullPolicy usual(String image) {
    if (image.contains("@")) {
      return IF_NOT_PRESENT;
    }
    int colon = image.indexOf(':', image.lastIndexOf('/') + 1);
    return colon < 0 || image.substring(colon).equals(":latest") ? ALWAYS : IF_NOT_PRESENT;
  }
}
