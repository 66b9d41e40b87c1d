/** The push method {@code mqtt}. */
@NullMarked
package io.margay.push.mqtt.internal;

import org.jspecify.annotations.NullMarked;
