/** The push method {@code otel}. */
@NullMarked
package io.margay.push.otel.internal;

import org.jspecify.annotations.NullMarked;
