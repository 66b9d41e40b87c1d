/** Mappers in other processes: who they are, what they have been told, what they report. */
@NullMarked
package io.margay.dmi.grpc.internal.mapper;

import org.jspecify.annotations.NullMarked;
