/**
 * What the engine is asked for: a pod as it is wanted, with everything that it refers to looked up.
 */
@NullMarked
package io.margay.edged.internal.spec;

import org.jspecify.annotations.NullMarked;
