/**
 * When work is done and by whom: the clock, the links, the workers, and the watch over calls that
 * may hang.
 */
@NullMarked
package io.margay.mapper.internal.work;

import org.jspecify.annotations.NullMarked;
