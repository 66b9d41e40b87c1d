package io.margay.bus.internal.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Cuts the stream into whole packets (MQTT 3.1.1, section 2.2), so that a packet that is too large
 * is refused by its first bytes, what speaks another protocol by its very first, and a packet that
 * comes in drips is decoded once and not once per drip.
 */
final class PacketFramer extends ByteToMessageDecoder {
  /** The event after which packets are cut again. */
  static final Object GO_ON = new Object();

  private static final int MOST_LENGTH_BYTES = 4;
  private static final int CONNECT = 0x10;

  private final int maxPacketBytes;
  private final IntSupplier packetsServed;
  private final BooleanSupplier paused;

  /**
   * @param packetsServed how many packets have come out at the end of the pipeline
   * @param paused whether the next packet has to wait for {@link #GO_ON}: a client may send on
   *     without waiting for the answer to its CONNECT (MQTT 5.0, section 3.1.4)
   */
  PacketFramer(int maxPacketBytes, IntSupplier packetsServed, BooleanSupplier paused) {
    this.maxPacketBytes = maxPacketBytes;
    this.packetsServed = packetsServed;
    this.paused = paused;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event == GO_ON) {
      channelRead(context, Unpooled.EMPTY_BUFFER);
      context.fireChannelReadComplete();
    } else {
      super.userEventTriggered(context, event);
    }
  }

  /** Unlike the inherited one it asks for no further bytes when reading was stopped. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    discardSomeReadBytes();
    context.fireChannelReadComplete();
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (paused.getAsBoolean()) {
      return;
    }
    if (packetsServed.getAsInt() == 0 && in.getUnsignedByte(in.readerIndex()) != CONNECT) {
      refuse(in, "the first packet is no CONNECT");
    }
    int remaining = 0;
    for (int i = 1; i <= MOST_LENGTH_BYTES; i++) {
      if (in.readableBytes() <= i) {
        return;
      }
      int digit = in.getUnsignedByte(in.readerIndex() + i);
      remaining |= (digit & 0x7f) << (7 * (i - 1));
      if ((digit & 0x80) == 0) {
        cut(context, in, 1 + i + remaining);
        return;
      }
    }
    refuse(in, "the length of a packet has more than " + MOST_LENGTH_BYTES + " bytes");
  }

  /**
   * Has one packet decoded. If nothing comes of it, a length inside points beyond its end: the
   * decoder would take the rest out of the next packet.
   */
  private void cut(ChannelHandlerContext context, ByteBuf in, int packet) {
    if (packet > maxPacketBytes) {
      refuse(in, "packet of " + packet + " bytes, at most " + maxPacketBytes + " are allowed");
    }
    if (in.readableBytes() >= packet) {
      int before = packetsServed.getAsInt();
      context.fireChannelRead(in.readRetainedSlice(packet));
      if (packetsServed.getAsInt() == before) {
        refuse(in, "a packet that is shorter than what it says of its content");
      }
    }
  }

  private static void refuse(ByteBuf in, String reason) {
    in.skipBytes(in.readableBytes());
    throw new ProtocolViolation(reason);
  }
}
