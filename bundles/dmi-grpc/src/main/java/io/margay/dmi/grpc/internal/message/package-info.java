/** Between the node's records and the messages of DMI v1beta1. */
@NullMarked
package io.margay.dmi.grpc.internal.message;

import org.jspecify.annotations.NullMarked;
