package io.margay.bus.internal.packet;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** Where packets are written to, one after the other. */
public interface PacketSink {

  /** A buffer in which so many bytes can be written at once. */
  ByteBuf room(int bytes);

  /** Bytes that follow what was written last. */
  void append(ByteBuffer bytes);
}
