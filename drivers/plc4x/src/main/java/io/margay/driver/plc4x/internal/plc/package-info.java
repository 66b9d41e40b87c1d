/**
 * The far side of the border: the only classes that know PLC4X. They are loaded together with it,
 * by the loader of {@code library}.
 */
@NullMarked
package io.margay.driver.plc4x.internal.plc;

import org.jspecify.annotations.NullMarked;
