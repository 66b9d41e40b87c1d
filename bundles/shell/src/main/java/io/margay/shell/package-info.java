/** What a command of any bundle may know of the person who calls it. */
@Export
@Version("1.0.0")
@NullMarked
package io.margay.shell;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
