/** Speaking with programs in containers. */
@NullMarked
package io.margay.edged.internal.talk;

import org.jspecify.annotations.NullMarked;
