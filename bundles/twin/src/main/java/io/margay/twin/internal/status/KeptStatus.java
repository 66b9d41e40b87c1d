package io.margay.twin.internal.status;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an earlier run of the node knew of a device.
 *
 * @param lastOnline when it was last known to answer; null for never
 */
public record KeptStatus(@Nullable Instant lastOnline, Map<String, KeptProperty> properties) {
  /** Nothing is known. */
  public static final KeptStatus NONE = new KeptStatus(null, Map.of());
}
