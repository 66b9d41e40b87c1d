package io.margay.edged.engine;

import java.time.Instant;

/**
 * What a container uses.
 *
 * @param cpuNanos time on all cores since its start
 * @param memoryBytes its working set: what cannot be taken back under pressure
 * @param diskBytes its writable layer
 */
public record ContainerUsage(
    Container container,
    Instant time,
    long cpuNanos,
    long memoryBytes,
    long diskBytes,
    long diskInodes) {}
