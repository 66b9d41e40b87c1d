/** What programs on this machine ask about its pods over HTTP, as they ask a kubelet. */
@NullMarked
package io.margay.edged.internal.server;

import org.jspecify.annotations.NullMarked;
