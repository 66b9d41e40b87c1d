package io.margay.mapper.internal;

/**
 * A driver, or what was dropped in to be one, as the shell shows it.
 *
 * @param state {@code serving}, {@code swapping}, {@code dropped}, {@code shadowed} or {@code
 *     unresolved}
 */
record MapperRow(
    String protocol, String driver, String version, String state, int devices, String message) {}
