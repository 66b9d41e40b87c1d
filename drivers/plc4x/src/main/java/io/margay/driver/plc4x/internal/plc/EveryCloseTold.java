package io.margay.driver.plc4x.internal.plc;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Tells the handlers of a connection that it is closed, whoever closed it.
 *
 * <p>PLC4X 0.13.1 stops the timer of a connection when a close passes its handler on the way out.
 * That of a device or of an event loop that ends does not pass there, and the timer's thread would
 * run on. Closing once more is harmless.
 */
final class EveryCloseTold extends ChannelInboundHandlerAdapter {

  @Override
  public void channelUnregistered(ChannelHandlerContext context) throws Exception {
    var unused = context.pipeline().close();
    super.channelUnregistered(context);
  }
}
