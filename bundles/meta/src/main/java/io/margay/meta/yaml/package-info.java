/** Resources as YAML: what people write, as JSON that knows its lines, and back. */
@Export
@Version("1.0.0")
@NullMarked
package io.margay.meta.yaml;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
