package io.margay.twin.internal.status;

import io.margay.twin.internal.Reading;
import org.jspecify.annotations.Nullable;

/**
 * What an earlier run of the node knew of a property.
 *
 * @param reading with the time at which the device held the value; null when none was reported
 * @param madeUp whether a program made the property up
 * @param optional whether a program may delete it
 * @param typeName the type as it was called
 */
public record KeptProperty(
    @Nullable Reading reading, boolean madeUp, boolean optional, String typeName) {}
