/** The Modbus driver: settings, formats, read planning and the wire. */
@NullMarked
package io.margay.driver.modbus.internal;

import org.jspecify.annotations.NullMarked;
