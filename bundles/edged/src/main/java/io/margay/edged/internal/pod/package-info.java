/**
 * A pod as people write it: the fields of {@code v1 Pod} that this node acts on, read from the
 * resource's JSON, and what is wrong with them.
 */
@NullMarked
package io.margay.edged.internal.pod;

import org.jspecify.annotations.NullMarked;
