/**
 * The push engine: from the samples of devices to batches for targets, stored while one is away.
 */
@NullMarked
package io.margay.push.internal;

import org.jspecify.annotations.NullMarked;
