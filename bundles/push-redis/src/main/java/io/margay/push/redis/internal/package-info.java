/** The push method {@code redis}: sorted sets of a Redis server. */
@NullMarked
package io.margay.push.redis.internal;

import org.jspecify.annotations.NullMarked;
