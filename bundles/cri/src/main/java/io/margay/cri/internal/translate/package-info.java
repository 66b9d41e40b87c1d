/** From the records of the engine SPI to CRI's messages, and back. Pure functions, no I/O. */
@NullMarked
package io.margay.cri.internal.translate;

import org.jspecify.annotations.NullMarked;
