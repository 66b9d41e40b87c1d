package io.margay.bus.internal.packet;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the stream into whole packets (MQTT 5.0, section 2.1) and reads them, so that a packet that
 * is too large is refused by its first bytes, what speaks another protocol by its very first, and a
 * packet that comes in drips is read once and not once per drip.
 *
 * <p>It can be held up, so that packets behind a CONNECT wait for the answer to it.
 */
public final class PacketDecoder extends ByteToMessageDecoder {
  private static final int MOST_LENGTH_BYTES = 4;

  private final int maxPacketBytes;
  private final LongConsumer countBytes;
  private final PacketReader reader = new PacketReader();
  private @Nullable ChannelHandlerContext own;
  private boolean held;
  private boolean begun;

  /**
   * @param countBytes is told the size of each packet
   */
  public PacketDecoder(int maxPacketBytes, LongConsumer countBytes) {
    this.maxPacketBytes = maxPacketBytes;
    this.countBytes = countBytes;
  }

  /** What the client's CONNECT named; null as long as none came that named one. */
  public @Nullable ProtocolVersion version() {
    return reader.version();
  }

  /** Reads no further packet until {@link #resume}. */
  public void hold() {
    held = true;
  }

  /** Goes on with what has come meanwhile; must be called on the channel's thread. */
  public void resume() {
    held = false;
    ChannelHandlerContext context = own;
    if (context == null || context.isRemoved()) {
      return;
    }
    try {
      channelRead(context, Unpooled.EMPTY_BUFFER);
      channelReadComplete(context);
    } catch (Exception e) {
      context.fireExceptionCaught(e);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    own = context;
  }

  /** Unlike the inherited one it asks for no further bytes when reading was stopped. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    discardSomeReadBytes();
    context.fireChannelReadComplete();
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (held) {
      return;
    }
    if (!begun && in.getUnsignedByte(in.readerIndex()) != PacketType.CONNECT.firstByte()) {
      throw refuse(in, ProtocolViolation.malformed("the first packet is no CONNECT"));
    }
    int remaining = 0;
    for (int i = 1; i <= MOST_LENGTH_BYTES; i++) {
      if (in.readableBytes() <= i) {
        return;
      }
      int digit = in.getUnsignedByte(in.readerIndex() + i);
      remaining |= (digit & 0x7f) << (7 * (i - 1));
      if ((digit & 0x80) == 0) {
        cut(in, 1 + i, remaining, out);
        return;
      }
    }
    throw refuse(
        in,
        ProtocolViolation.malformed(
            "the length of a packet has more than " + MOST_LENGTH_BYTES + " bytes"));
  }

  private void cut(ByteBuf in, int header, int remaining, List<Object> out) {
    int size = header + remaining;
    if (size > maxPacketBytes) {
      throw refuse(
          in,
          new ProtocolViolation(
              ReasonCode.PACKET_TOO_LARGE,
              "packet of " + size + " bytes, at most " + maxPacketBytes + " are allowed"));
    }
    if (in.readableBytes() < size) {
      return;
    }
    int first = in.getUnsignedByte(in.readerIndex());
    ByteBuf body = in.skipBytes(header).readSlice(remaining);
    countBytes.accept(size);
    begun = true;
    try {
      out.add(reader.read(first, new FieldReader(body)));
    } catch (ProtocolViolation e) {
      throw refuse(in, e);
    }
  }

  /** Nothing behind a bad packet is read. */
  private static ProtocolViolation refuse(ByteBuf in, ProtocolViolation violation) {
    in.skipBytes(in.readableBytes());
    return violation;
  }
}
