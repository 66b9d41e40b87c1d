package io.margay.edged.internal.pod;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a container's health is looked at.
 *
 * @param terminationGrace how long a container has to stop after this probe failed; null for the
 *     pod's own
 */
public record Probe(
    Handler handler,
    Duration initialDelay,
    Duration period,
    Duration timeout,
    int successThreshold,
    int failureThreshold,
    @Nullable Duration terminationGrace) {}
