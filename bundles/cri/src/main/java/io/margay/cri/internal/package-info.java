/** The engine behind CRI, and how it is found. */
@NullMarked
package io.margay.cri.internal;

import org.jspecify.annotations.NullMarked;
