/** MQTT's packets: what stands on the wire, and nothing of what it means. */
@NullMarked
package io.margay.bus.internal.packet;

import org.jspecify.annotations.NullMarked;
