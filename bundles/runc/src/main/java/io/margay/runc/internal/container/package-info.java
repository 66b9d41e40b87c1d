/** Containers: an OCI bundle each, kept by conmon. */
@NullMarked
package io.margay.runc.internal.container;

import org.jspecify.annotations.NullMarked;
