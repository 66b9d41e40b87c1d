/** Server reflection, for tools. Nothing of it is loaded before one asks. */
@NullMarked
package io.margay.dmi.grpc.internal.reflection;

import org.jspecify.annotations.NullMarked;
