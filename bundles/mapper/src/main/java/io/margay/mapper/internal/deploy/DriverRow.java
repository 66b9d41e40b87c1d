package io.margay.mapper.internal.deploy;

/**
 * One edition of a driver, as the shell shows it.
 *
 * @param state {@code serving}, {@code on trial}, {@code waiting}, {@code kept} or {@code refused}
 * @param file that it came from; empty when that is not known
 */
public record DriverRow(
    String driver, String version, String build, String state, String file, String message) {}
