package io.margay.bus.internal.listener;

import io.margay.bus.internal.listener.ReadGate.Reason;
import io.margay.bus.internal.packet.Packet.Publish;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Stops reading from a client that sends more than it may, until it is within its rate again.
 * Nothing is lost: the client's own socket fills up.
 */
public final class Throttle extends ChannelInboundHandlerAdapter {
  private final long perSecond;
  private final ToLongFunction<Object> amount;
  private final Reason reason;
  private final ReadGate gate;
  private @Nullable TokenBucket bucket;

  private Throttle(long perSecond, ToLongFunction<Object> amount, Reason reason, ReadGate gate) {
    this.perSecond = perSecond;
    this.amount = amount;
    this.reason = reason;
    this.gate = gate;
  }

  /** Stands before packets are cut. */
  public static Throttle ofBytes(long perSecond, ReadGate gate) {
    return new Throttle(
        perSecond, bytes -> ((ByteBuf) bytes).readableBytes(), Reason.TOO_MANY_BYTES, gate);
  }

  /** Stands behind that place. */
  public static Throttle ofMessages(long perSecond, ReadGate gate) {
    return new Throttle(
        perSecond, packet -> packet instanceof Publish ? 1 : 0, Reason.TOO_MANY_MESSAGES, gate);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    long owed = owed(context, amount.applyAsLong(message));
    context.fireChannelRead(message);
    if (owed > 0 && !gate.isClosedBy(reason)) {
      gate.close(reason);
      goOnAfter(context, owed);
    }
  }

  private long owed(ChannelHandlerContext context, long taken) {
    long now = context.executor().ticker().nanoTime();
    TokenBucket counted = bucket == null ? new TokenBucket(perSecond, now) : bucket;
    bucket = counted;
    counted.take(taken, now);
    return counted.nanosOwed();
  }

  private void goOnAfter(ChannelHandlerContext context, long nanos) {
    Future<?> unused =
        context.executor().schedule(() -> goOn(context), nanos, TimeUnit.NANOSECONDS);
  }

  /** The rest of what was read at once may have added to what is owed. */
  private void goOn(ChannelHandlerContext context) {
    long owed = owed(context, 0);
    if (owed > 0) {
      goOnAfter(context, owed);
    } else {
      gate.open(reason);
    }
  }
}
