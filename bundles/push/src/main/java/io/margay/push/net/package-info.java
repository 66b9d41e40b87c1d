/** What sinks have in common that speak HTTP or TLS. */
@Export
@Version("1.0.0")
@NullMarked
package io.margay.push.net;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
