/**
 * Streams into containers: WebSockets to the address that CRI's Exec, Attach and PortForward
 * answer, with Kubernetes' channels in their frames.
 */
@NullMarked
package io.margay.cri.internal.stream;

import org.jspecify.annotations.NullMarked;
