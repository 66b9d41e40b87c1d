package io.margay.dmi.grpc.internal.mapper;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;

/**
 * Where messages of mappers lie while they are read and written: gRPC would hold pools of 2 MiB
 * chunks outside of the heap for messages of a few hundred bytes.
 */
public final class Buffers {
  public static final ByteBufAllocator ON_THE_HEAP = new UnpooledByteBufAllocator(false);

  private Buffers() {}
}
