package io.margay.edged.internal.pod;

import io.margay.edged.engine.Mount;

/**
 * Where a container sees a volume.
 *
 * @param subPath a part of the volume, relative and never leaving it; empty for all
 * @param expandSubPath whether {@code $(VARIABLE)} in the sub-path is replaced
 */
public record VolumeMount(
    String volume,
    String mountPath,
    String subPath,
    boolean expandSubPath,
    boolean readOnly,
    Mount.Propagation propagation) {}
