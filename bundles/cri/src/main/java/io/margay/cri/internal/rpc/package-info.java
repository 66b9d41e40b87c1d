/** Calls of CRI: its methods, the channel, deadlines, and what failures mean. */
@NullMarked
package io.margay.cri.internal.rpc;

import org.jspecify.annotations.NullMarked;
