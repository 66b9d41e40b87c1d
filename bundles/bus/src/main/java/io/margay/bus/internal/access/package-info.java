/** Who may connect to the broker, and what they may read and write. */
@NullMarked
package io.margay.bus.internal.access;

import org.jspecify.annotations.NullMarked;
