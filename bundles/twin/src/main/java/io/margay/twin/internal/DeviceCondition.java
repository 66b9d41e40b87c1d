package io.margay.twin.internal;

import io.margay.dmi.DeviceState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a device is.
 *
 * @param reason why, in words for people; null when there is nothing to explain
 * @param since when it came into this state
 * @param lastOnline when it was last known to answer; null for never
 */
public record DeviceCondition(
    DeviceState state, @Nullable String reason, Instant since, @Nullable Instant lastOnline) {}
