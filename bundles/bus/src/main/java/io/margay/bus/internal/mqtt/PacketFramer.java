package io.margay.bus.internal.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts the stream into whole packets (MQTT 3.1.1, section 2.2), so that a packet that is too large
 * is refused by its first bytes, and one that comes in drips is decoded once and not once per drip.
 */
final class PacketFramer extends ByteToMessageDecoder {
  private static final int MOST_LENGTH_BYTES = 4;

  private final int maxPacketBytes;

  PacketFramer(int maxPacketBytes) {
    this.maxPacketBytes = maxPacketBytes;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int remaining = 0;
    for (int i = 1; i <= MOST_LENGTH_BYTES; i++) {
      if (in.readableBytes() <= i) {
        return;
      }
      int digit = in.getUnsignedByte(in.readerIndex() + i);
      remaining |= (digit & 0x7f) << (7 * (i - 1));
      if ((digit & 0x80) == 0) {
        cut(in, 1 + i + remaining, out);
        return;
      }
    }
    refuse(in, "the length of a packet has more than " + MOST_LENGTH_BYTES + " bytes");
  }

  private void cut(ByteBuf in, int packet, List<Object> out) {
    if (packet > maxPacketBytes) {
      refuse(in, "packet of " + packet + " bytes, at most " + maxPacketBytes + " are allowed");
    }
    if (in.readableBytes() >= packet) {
      out.add(in.readRetainedSlice(packet));
    }
  }

  private static void refuse(ByteBuf in, String reason) {
    in.skipBytes(in.readableBytes());
    throw new ProtocolViolation(reason);
  }
}
