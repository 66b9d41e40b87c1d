package io.margay.driver.plc4x.internal.plc;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;

/**
 * Makes answers of S7 readable to PLC4X in which an item has failed.
 *
 * <p>A CPU may state a length for an item that it has no data for; PLC4X 0.13.1 then takes the next
 * item for the data, fails over it, and answers nobody. Here the length of a failed item becomes 0.
 * Frames are TPKT (RFC 1006, section 6) with a COTP data header, and in it S7: a header of 12
 * bytes, parameters, data. An item of data has a return code, 0xFF where all is well, a transport
 * size, a length of two bytes, and the data, padded to an even number of bytes.
 */
final class S7FailedItems extends ChannelInboundHandlerAdapter {
  private static final int LONGEST_FRAME = 65_535;
  private static final int LENGTH_OFFSET = 2;
  private static final int TPKT = 4;
  private static final int COTP_DATA = 0xF0;
  private static final int S7 = 0x32;
  private static final int ANSWER = 3;
  private static final int HEADER = 12;
  private static final int READ = 4;
  private static final int ITEM_HEADER = 4;
  private static final int GOOD = 0xFF;

  /** What must stand before it: one whole frame at a time. */
  static LengthFieldBasedFrameDecoder framed() {
    return new LengthFieldBasedFrameDecoder(LONGEST_FRAME, LENGTH_OFFSET, 2, -TPKT, 0);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (message instanceof ByteBuf frame) {
      repair(frame);
    }
    super.channelRead(context, message);
  }

  static void repair(ByteBuf frame) {
    int start = frame.readerIndex();
    int end = frame.writerIndex();
    if (end - start < TPKT + 2) {
      return;
    }
    int s7 = start + TPKT + 1 + frame.getUnsignedByte(start + TPKT);
    if (frame.getUnsignedByte(start + TPKT + 1) != COTP_DATA
        || end - s7 < HEADER + 2
        || frame.getUnsignedByte(s7) != S7
        || frame.getUnsignedByte(s7 + 1) != ANSWER
        || frame.getUnsignedByte(s7 + HEADER) != READ) {
      return;
    }
    int items = frame.getUnsignedByte(s7 + HEADER + 1);
    int at = s7 + HEADER + frame.getUnsignedShort(s7 + 6);
    for (int i = 0; i < items && at + ITEM_HEADER <= end; i++) {
      if (frame.getUnsignedByte(at) != GOOD) {
        frame.setShort(at + 2, 0);
        at += ITEM_HEADER;
      } else {
        int bytes = bytes(frame.getUnsignedByte(at + 1), frame.getUnsignedShort(at + 2));
        at += ITEM_HEADER + bytes + bytes % 2;
      }
    }
  }

  /** Of a length that counts bits for the sizes 3 to 5 (bit, byte or word, integer). */
  private static int bytes(int transportSize, int length) {
    boolean bits = transportSize >= 3 && transportSize <= 5;
    return bits ? (length + Byte.SIZE - 1) / Byte.SIZE : length;
  }
}
