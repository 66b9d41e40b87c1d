/**
 * The mapper engine: finds drivers, publishes a mapper for each protocol, and shows both in the
 * shell.
 */
@NullMarked
package io.margay.mapper.internal;

import org.jspecify.annotations.NullMarked;
