/** KubeEdge's mapper REST API: reads, writes and calls devices of this node over HTTP. */
@NullMarked
package io.margay.deviceapi.internal;

import org.jspecify.annotations.NullMarked;
