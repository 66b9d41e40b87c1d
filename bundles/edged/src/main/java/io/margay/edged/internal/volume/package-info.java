/**
 * What a pod's containers see of files: its volumes, made before it starts, kept up to date, and
 * taken away.
 */
@NullMarked
package io.margay.edged.internal.volume;

import org.jspecify.annotations.NullMarked;
