package io.margay.bus.internal.topic;

/** How much may be retained at most. */
public record RetainedLimits(int messages, long bytes) {

  public RetainedLimits {
    if (messages < 0 || bytes < 0) {
      throw new IllegalArgumentException(
          "retained messages and bytes: found %d and %d, expected 0 or more"
              .formatted(messages, bytes));
    }
  }
}
