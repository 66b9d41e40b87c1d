/** The push method {@code tdengine}: rows of a TDengine database. */
@NullMarked
package io.margay.push.tdengine.internal;

import org.jspecify.annotations.NullMarked;
