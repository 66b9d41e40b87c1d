package io.margay.bus.internal.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How bytes are asked for; what becomes of them is in ClientConnectionTest. */
class PacketDecoderTest {
  private final AtomicInteger reads = new AtomicInteger();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new ReadCounter(), new PacketDecoder(1_000, bytes -> {}));

  @Test
  void halfAPacketAsksForNoMoreWhenReadingWasStopped() {
    channel.config().setAutoRead(false);
    reads.set(0);

    channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex("100d0004")));

    assertThat(reads).hasValue(0);
  }

  private final class ReadCounter extends ChannelOutboundHandlerAdapter {
    @Override
    public void read(ChannelHandlerContext context) {
      reads.incrementAndGet();
      context.read();
    }
  }
}
