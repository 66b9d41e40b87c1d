/** DMI on a unix socket. Nothing of gRPC is loaded before the first mapper connects. */
@NullMarked
package io.margay.dmi.grpc.internal;

import org.jspecify.annotations.NullMarked;
