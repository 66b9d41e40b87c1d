package io.margay.edged.internal.server;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Hands the one request of a connection to a worker, as answering it takes time. */
final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {
  private final Routes routes;
  private final Executor workers;
  private boolean taken;

  Requests(Routes routes, Executor workers) {
    this.routes = routes;
    this.workers = workers;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
    if (taken) {
      return;
    }
    taken = true;
    context.pipeline().remove(ReadTimeoutHandler.class);
    FullHttpRequest request = message.retain();
    Reply reply = new Reply(context.channel(), request);
    try {
      workers.execute(
          () -> {
            try {
              routes.answer(request, reply);
            } finally {
              request.release();
            }
          });
    } catch (RejectedExecutionException busy) {
      request.release();
      reply.text(503, "too many are answered now; ask again later\n");
    }
  }

  /** A caller that is too slow, or sends what is no HTTP, is not waited for. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    ChannelFuture unused = context.close();
  }
}
