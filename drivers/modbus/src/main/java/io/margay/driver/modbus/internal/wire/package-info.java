/** How a request reaches a device and its answer comes back: links, framings, function codes. */
@NullMarked
package io.margay.driver.modbus.internal.wire;

import org.jspecify.annotations.NullMarked;
