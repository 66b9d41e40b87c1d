/** The demo's two programs: a plant to look at, and a watcher that looks. */
@NullMarked
package io.margay.plant;

import org.jspecify.annotations.NullMarked;
