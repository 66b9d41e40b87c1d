/** The Modbus driver: settings, read planning, sessions. */
@NullMarked
package io.margay.driver.modbus.internal;

import org.jspecify.annotations.NullMarked;
