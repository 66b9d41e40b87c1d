/** Child processes with an end. */
@NullMarked
package io.margay.runc.internal.process;

import org.jspecify.annotations.NullMarked;
