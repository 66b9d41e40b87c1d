package io.margay.edged.internal.pod;

import io.margay.edged.engine.SecurityContext.Seccomp;

/**
 * Which system calls are filtered.
 *
 * @param localhostProfile a file below the node's folder of profiles; only with {@code LOCALHOST}
 */
public record SeccompProfile(Seccomp.Kind kind, String localhostProfile) {}
