/** Where clients connect: addresses, TLS, WebSockets, and how many and how fast they may come. */
@NullMarked
package io.margay.bus.internal.listener;

import org.jspecify.annotations.NullMarked;
