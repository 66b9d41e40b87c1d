/** Tells in plain words what became of the jars that people drop in. */
@NullMarked
package io.margay.mapper.internal.deploy;

import org.jspecify.annotations.NullMarked;
