/**
 * The node's resource store: Kubernetes-style objects that are put, read, listed, watched and
 * deleted, and that a power cut does not lose.
 *
 * <p>It is the one source of truth on the node. Whoever brings desired state writes resources here;
 * whoever acts on it watches them here.
 */
@Export
@Version("1.1.0")
@NullMarked
package io.margay.meta;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
