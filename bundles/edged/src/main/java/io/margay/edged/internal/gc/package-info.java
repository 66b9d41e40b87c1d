/** Makes room: removes ended containers and unused images, and pods when memory or disk run out. */
@NullMarked
package io.margay.edged.internal.gc;

import org.jspecify.annotations.NullMarked;
