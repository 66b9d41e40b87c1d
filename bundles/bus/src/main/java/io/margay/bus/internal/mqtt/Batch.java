package io.margay.bus.internal.mqtt;

import io.margay.bus.internal.packet.PacketSink;
import io.margay.bus.internal.topic.Traffic;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Collects packets to one client in one buffer, so that many small ones cost one system call. It
 * has no buffer while there is nothing to send.
 */
final class Batch implements PacketSink {
  private static final int BYTES = 8_192;

  /** Payloads from this size on are not copied: all receivers share them. */
  private static final int LARGE = 4_096;

  private final Channel channel;
  private final Traffic traffic;
  private @Nullable ByteBuf open;

  Batch(Channel channel, Traffic traffic) {
    this.channel = channel;
    this.traffic = traffic;
  }

  @Override
  public ByteBuf room(int bytes) {
    ByteBuf buffer = open;
    if (buffer != null && buffer.writableBytes() >= bytes) {
      return buffer;
    }
    pass();
    buffer = channel.alloc().directBuffer(Math.max(bytes, BYTES));
    open = buffer;
    return buffer;
  }

  @Override
  public void append(ByteBuffer bytes) {
    if (bytes.remaining() < LARGE) {
      room(bytes.remaining()).writeBytes(bytes);
    } else {
      pass();
      pass(Unpooled.wrappedBuffer(bytes));
    }
  }

  /** Puts everything on the wire. */
  void flush() {
    pass();
    channel.flush();
  }

  private void pass() {
    ByteBuf buffer = open;
    open = null;
    if (buffer != null) {
      pass(buffer);
    }
  }

  private void pass(ByteBuf bytes) {
    traffic.countBytesOut(bytes.readableBytes());
    ChannelFuture unused = channel.write(bytes, channel.voidPromise());
  }
}
