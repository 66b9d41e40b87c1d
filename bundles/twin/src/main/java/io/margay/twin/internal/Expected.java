package io.margay.twin.internal;

import java.time.Instant;

/**
 * The desired side of a property.
 *
 * @param since when it was first wished for
 */
public record Expected(String value, Instant since) {}
