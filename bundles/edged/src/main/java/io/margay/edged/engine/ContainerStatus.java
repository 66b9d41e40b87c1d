package io.margay.edged.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A container with its times and its end.
 *
 * @param imageName the reference it was made from, for people
 * @param started null before its start
 * @param finished null while it lives
 * @param exitCode meaningful once it has finished; 128 + n after signal n
 * @param reason {@code Completed}, {@code Error}, {@code OOMKilled}, or the engine's own word
 * @param logPath absolute
 */
public record ContainerStatus(
    Container container,
    String imageName,
    @Nullable Instant started,
    @Nullable Instant finished,
    int exitCode,
    String reason,
    String message,
    String logPath) {}
