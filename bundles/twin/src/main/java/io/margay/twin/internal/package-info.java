/** Device twins: what every device should be and what it says it is. */
@NullMarked
package io.margay.twin.internal;

import org.jspecify.annotations.NullMarked;
