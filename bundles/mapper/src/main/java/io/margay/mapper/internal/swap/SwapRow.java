package io.margay.mapper.internal.swap;

/**
 * A swap as the shell shows it.
 *
 * @param done devices that have moved
 * @param total devices that are to move
 * @param canary the device that moved first; empty when none has
 * @param bad reads that were worse than the old driver's, so far
 * @param longestGapMillis the longest time that a device was without a driver
 */
public record SwapRow(
    String protocol,
    String from,
    String to,
    SwapStep step,
    int done,
    int total,
    String canary,
    long bad,
    long longestGapMillis,
    String message) {}
