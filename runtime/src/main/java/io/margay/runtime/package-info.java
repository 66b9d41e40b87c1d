/** The launcher of a node and the command line that looks after it. */
@NullMarked
package io.margay.runtime;

import org.jspecify.annotations.NullMarked;
