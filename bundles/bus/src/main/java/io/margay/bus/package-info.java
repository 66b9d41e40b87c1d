/**
 * The node's message bus: publish and subscribe on MQTT topics, the same inside the JVM and for
 * MQTT clients outside.
 */
@Export
@Version("1.1.0")
@NullMarked
package io.margay.bus;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
