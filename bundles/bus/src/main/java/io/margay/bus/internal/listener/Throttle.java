package io.margay.bus.internal.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stops reading from a client that sends more than it may, until it is within its rate again.
 * Nothing is lost: the client's own socket fills up. It stands where whole packets pass.
 */
public final class Throttle extends ChannelInboundHandlerAdapter {
  private static final int PUBLISH = 3;

  private final @Nullable TokenBucket messages;
  private final @Nullable TokenBucket bytes;
  private final ReadGate gate;

  public Throttle(InboundRate rate, ReadGate gate, long now) {
    this.messages = bucket(rate.messagesPerSecond(), now);
    this.bytes = bucket(rate.bytesPerSecond(), now);
    this.gate = gate;
  }

  private static @Nullable TokenBucket bucket(long perSecond, long now) {
    return perSecond == 0 ? null : new TokenBucket(perSecond, now);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object packet) {
    ByteBuf content = (ByteBuf) packet;
    long now = context.executor().ticker().nanoTime();
    long owed = owed(bytes, content.readableBytes(), now);
    if (content.getUnsignedByte(content.readerIndex()) >> 4 == PUBLISH) {
      owed = Math.max(owed, owed(messages, 1, now));
    }
    context.fireChannelRead(packet);
    if (owed > 0 && !gate.isClosedBy(ReadGate.Reason.TOO_FAST)) {
      gate.close(ReadGate.Reason.TOO_FAST);
      goOnAfter(context, owed);
    }
  }

  private static long owed(@Nullable TokenBucket bucket, long amount, long now) {
    if (bucket == null) {
      return 0;
    }
    bucket.take(amount, now);
    return bucket.nanosOwed();
  }

  private void goOnAfter(ChannelHandlerContext context, long nanos) {
    Future<?> unused =
        context.executor().schedule(() -> goOn(context), nanos, TimeUnit.NANOSECONDS);
  }

  /** The rest of what was read at once may have added to what is owed. */
  private void goOn(ChannelHandlerContext context) {
    long now = context.executor().ticker().nanoTime();
    long owed = Math.max(owed(bytes, 0, now), owed(messages, 0, now));
    if (owed > 0) {
      goOnAfter(context, owed);
    } else {
      gate.open(ReadGate.Reason.TOO_FAST);
    }
  }
}
