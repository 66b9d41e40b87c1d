/** The socket that mappers connect to, and gRPC on it once somebody does. */
@NullMarked
package io.margay.dmi.grpc.internal.socket;

import org.jspecify.annotations.NullMarked;
