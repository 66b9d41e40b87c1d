/**
 * What the author of a driver implements, and nothing more.
 *
 * <p>A driver knows a protocol. It owns no thread, no timer and no retry: the mapper engine decides
 * when a device is opened, read, written and closed, and turns what the driver returns into samples
 * with time, quality and sequence number.
 */
@Export
@Version("2.0.0")
@NullMarked
package io.margay.dmi.driver;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
