/** The push method {@code http}. */
@NullMarked
package io.margay.push.http.internal;

import org.jspecify.annotations.NullMarked;
