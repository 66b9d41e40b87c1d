/** How a node logs when nobody says otherwise. */
@NullMarked
package io.margay.logging.internal;

import org.jspecify.annotations.NullMarked;
