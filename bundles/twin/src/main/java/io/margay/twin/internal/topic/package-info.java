/** The twin as MQTT programs see it: topics and JSON. */
@NullMarked
package io.margay.twin.internal.topic;

import org.jspecify.annotations.NullMarked;
