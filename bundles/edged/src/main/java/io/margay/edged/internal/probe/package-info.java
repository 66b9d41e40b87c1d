/**
 * Whether a container has started, lives and is ready, and what is called at its start and its end.
 */
@NullMarked
package io.margay.edged.internal.probe;

import org.jspecify.annotations.NullMarked;
