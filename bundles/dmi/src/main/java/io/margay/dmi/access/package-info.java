/**
 * How programs on the node reach devices at will: read now, write, call a method, look back.
 *
 * <p>The runtime's own way is {@link io.margay.dmi.DeviceMapper}, which states wishes; this one is
 * for a caller who waits for an answer.
 */
@Export
@Version("1.1.0")
@NullMarked
package io.margay.dmi.access;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
