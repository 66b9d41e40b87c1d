package io.margay.push.internal;

/**
 * One line of {@code push:list}.
 *
 * @param remark the last error
 */
record TargetRow(
    String method,
    String target,
    String state,
    long waiting,
    long delivered,
    long retried,
    long dropped,
    String remark) {}
