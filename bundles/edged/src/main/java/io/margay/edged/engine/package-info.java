/**
 * What a container engine does for the node: sandboxes, containers, images, logs, figures and
 * streams. The meaning of every field is that of CRI v1 ({@code runtime.v1}, Kubernetes' container
 * runtime interface), so that an engine behind CRI is a translation and nothing more; other engines
 * keep the same meaning.
 *
 * <p>An engine knows nothing of pods' lives: it decides nothing, repeats nothing and remembers
 * nothing that its containers do not tell. {@code edged} alone decides.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.margay.edged.engine;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
