package io.margay.edged.internal.pod;

import org.jspecify.annotations.Nullable;

/**
 * A key of a ConfigMap or Secret, and the file that it becomes.
 *
 * @param path relative, never leaving the volume
 * @param mode permissions; null for the volume's
 */
public record KeyPath(String key, String path, @Nullable Integer mode) {}
