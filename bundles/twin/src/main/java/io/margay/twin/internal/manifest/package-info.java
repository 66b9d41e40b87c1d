/** Devices and device models as people write them. */
@NullMarked
package io.margay.twin.internal.manifest;

import org.jspecify.annotations.NullMarked;
