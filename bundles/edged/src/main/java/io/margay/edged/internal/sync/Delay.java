package io.margay.edged.internal.sync;

import java.time.Instant;

/**
 * Why something is not tried before a time.
 *
 * @param reason one word, as Kubernetes has it: {@code ImagePullBackOff}
 */
public record Delay(Instant until, String reason, String message) {}
