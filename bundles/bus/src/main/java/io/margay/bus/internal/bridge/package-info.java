/**
 * The way to another MQTT broker: what goes out, what comes in, and what waits while it is away.
 */
@NullMarked
package io.margay.bus.internal.bridge;

import org.jspecify.annotations.NullMarked;
