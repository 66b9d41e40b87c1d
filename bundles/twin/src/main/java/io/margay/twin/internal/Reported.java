package io.margay.twin.internal;

import org.jspecify.annotations.Nullable;

/**
 * What one sample changed.
 *
 * @param before the reading that it replaced; null when it is the first
 * @param now the property with the new reading
 */
public record Reported(@Nullable Reading before, PropertyView now) {

  /** The same as a change of the twin. */
  public TwinChange asChange() {
    PropertyView last = before == null ? null : now.with(now.expected(), before);
    return new TwinChange(now.name(), last, now);
  }
}
