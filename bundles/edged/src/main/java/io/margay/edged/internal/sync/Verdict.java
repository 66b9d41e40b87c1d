package io.margay.edged.internal.sync;

/**
 * Why a pod is given up for good although its owner wants it; its phase is {@code Failed}.
 *
 * @param reason {@code Evicted}, {@code DeadlineExceeded}
 */
public record Verdict(String reason, String message) {}
