/** The MQTT broker: connections, sessions, and how they meet the topic space. */
@NullMarked
package io.margay.bus.internal.mqtt;

import org.jspecify.annotations.NullMarked;
