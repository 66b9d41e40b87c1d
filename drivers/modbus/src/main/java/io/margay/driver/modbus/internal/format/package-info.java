/** How values lie in the tables of a device. */
@NullMarked
package io.margay.driver.modbus.internal.format;

import org.jspecify.annotations.NullMarked;
