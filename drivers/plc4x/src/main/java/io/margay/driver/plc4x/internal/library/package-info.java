/** The border to PLC4X: what the driver knows of it, and the class loader that holds it. */
@NullMarked
package io.margay.driver.plc4x.internal.library;

import org.jspecify.annotations.NullMarked;
