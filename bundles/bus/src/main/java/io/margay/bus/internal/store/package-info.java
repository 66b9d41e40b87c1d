/** What the broker writes down so that it survives a restart: sessions and retained messages. */
@NullMarked
package io.margay.bus.internal.store;

import org.jspecify.annotations.NullMarked;
