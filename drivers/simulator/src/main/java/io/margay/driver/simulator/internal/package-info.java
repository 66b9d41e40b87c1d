/** The simulator driver: signals and faults. */
@NullMarked
package io.margay.driver.simulator.internal;

import org.jspecify.annotations.NullMarked;
