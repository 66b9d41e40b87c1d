/** The topic space that the JVM's own subscribers and the MQTT clients share. */
@NullMarked
package io.margay.bus.internal.topic;

import org.jspecify.annotations.NullMarked;
