/** The driver of devices that Apache PLC4X speaks to; nothing here is for others. */
@NullMarked
package io.margay.driver.plc4x.internal;

import org.jspecify.annotations.NullMarked;
