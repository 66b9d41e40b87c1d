/** Pods' namespaces and network. */
@NullMarked
package io.margay.runc.internal.sandbox;

import org.jspecify.annotations.NullMarked;
