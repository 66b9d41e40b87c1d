/**
 * What the author of a push method implements: where samples of devices go beside the runtime.
 *
 * <p>A sink knows a protocol. It owns no thread, no queue and no retry: the push engine decides
 * when a target is opened, what it is given and what happens to samples while it is away.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.margay.push;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
