package io.margay.driver.plc4x.internal.plc;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the handlers of a connection hear when it ends. */
class EveryCloseToldTest {

  @Test
  void aHandlerHearsOfACloseThatCameFromTheOtherSide() {
    AtomicInteger told = new AtomicInteger();
    ChannelOutboundHandlerAdapter handler =
        new ChannelOutboundHandlerAdapter() {
          @Override
          public void close(ChannelHandlerContext context, ChannelPromise promise) {
            told.incrementAndGet();
            context.close(promise);
          }
        };
    EmbeddedChannel channel = new EmbeddedChannel(new EveryCloseTold(), handler);

    channel.unsafe().close(channel.voidPromise());
    channel.runPendingTasks();

    assertThat(told).hasValue(1);
  }
}
