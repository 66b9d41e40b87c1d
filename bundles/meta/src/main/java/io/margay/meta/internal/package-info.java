/** The store behind {@link io.margay.meta.MetaStore}: one SQLite file, one writer, many readers. */
@NullMarked
package io.margay.meta.internal;

import org.jspecify.annotations.NullMarked;
