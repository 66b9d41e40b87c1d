package io.margay.twin.internal;

import org.jspecify.annotations.Nullable;

/**
 * What one sample changed.
 *
 * @param before the reading that it replaced; null when it is the first
 * @param now the property with the new reading
 */
public record Reported(@Nullable Reading before, PropertyView now) {

  /** Whether value or quality are others than before; a later time alone is nothing new. */
  boolean isNews() {
    return before == null || now.actual() == null || !now.actual().saysAs(before);
  }

  /** The same as a change of the twin. */
  public TwinChange asChange() {
    PropertyView last = before == null ? null : now.with(now.expected(), before);
    return new TwinChange(now.name(), last, now);
  }
}
