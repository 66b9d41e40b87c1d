package io.margay.mapper.internal;

import org.jspecify.annotations.Nullable;

/**
 * A driver, or what was dropped in to be one, as the shell shows it.
 *
 * @param state {@code serving}, {@code swapping}, {@code dropped}, {@code shadowed}, {@code
 *     unresolved}, or {@code remote} for a mapper in another process
 * @param devices how many it serves; null when only its process knows
 */
record MapperRow(
    String protocol,
    String driver,
    String version,
    String state,
    @Nullable Integer devices,
    String message) {}
