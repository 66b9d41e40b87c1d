/** The engine as a service, and its configuration. */
@NullMarked
package io.margay.runc.internal;

import org.jspecify.annotations.NullMarked;
