package io.margay.twin.internal;

import org.jspecify.annotations.Nullable;

/**
 * What happened to one property of a twin.
 *
 * @param last the property before; null when it is new
 * @param current the property after; null when it was deleted
 */
public record TwinChange(
    String name, @Nullable PropertyView last, @Nullable PropertyView current) {}
