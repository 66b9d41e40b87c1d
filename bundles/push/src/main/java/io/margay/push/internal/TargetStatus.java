package io.margay.push.internal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one target fares.
 *
 * @param waiting records that it does not have yet
 * @param stored those of them that are on the disk
 * @param delivered records since the start
 * @param retried attempts after a failure, since the start
 * @param dropped records that it rejected, or that there was no room for, since the start
 * @param lastError empty when there was none
 */
record TargetStatus(
    String method,
    String target,
    String state,
    long waiting,
    long stored,
    long delivered,
    long retried,
    long dropped,
    @Nullable Instant lastDelivery,
    @Nullable Instant lastErrorTime,
    String lastError) {}
