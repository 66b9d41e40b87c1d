/** What survives a restart of what devices reported: {@code DeviceStatus} resources. */
@NullMarked
package io.margay.twin.internal.status;

import org.jspecify.annotations.NullMarked;
