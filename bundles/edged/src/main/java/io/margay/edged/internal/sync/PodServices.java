package io.margay.edged.internal.sync;

import io.margay.meta.MetaStore;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * What all pods of the node share.
 *
 * @param hostAddress of the node; empty when it has none
 */
public record PodServices(
    MetaStore meta,
    PodSpecs specs,
    PodVolumes volumes,
    Probing probing,
    Hooks hooks,
    Lanes lanes,
    Clock clock,
    Supplier<String> hostAddress) {}
