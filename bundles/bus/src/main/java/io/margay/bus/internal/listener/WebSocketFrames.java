package io.margay.bus.internal.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.MessageToMessageCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes a stream of bytes out of frames and puts one into them; where a frame begins and ends means
 * nothing to MQTT ([MQTT-6.0.0-2]).
 */
final class WebSocketFrames extends MessageToMessageCodec<WebSocketFrame, ByteBuf> {
  private final Consumer<String> complaints;
  private boolean closing;

  WebSocketFrames(Consumer<String> complaints) {
    super(WebSocketFrame.class, ByteBuf.class);
    this.complaints = complaints;
  }

  @Override
  protected void encode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) {
    out.add(new BinaryWebSocketFrame(bytes.retain()));
  }

  @Override
  protected void decode(ChannelHandlerContext context, WebSocketFrame frame, List<Object> out) {
    if (closing) {
      return;
    }
    if (frame instanceof BinaryWebSocketFrame || frame instanceof ContinuationWebSocketFrame) {
      out.add(frame.content().retain());
    } else if (frame instanceof PingWebSocketFrame) {
      pong(context, frame);
    } else if (frame instanceof CloseWebSocketFrame) {
      end(context, WebSocketCloseStatus.NORMAL_CLOSURE);
    } else if (!(frame instanceof PongWebSocketFrame)) {
      complaints.accept("a WebSocket frame of text, MQTT needs binary ones");
      end(context, WebSocketCloseStatus.INVALID_MESSAGE_TYPE);
    }
  }

  /** Pongs that nobody reads must not pile up; one may be left out (RFC 6455, section 5.5.3). */
  private static void pong(ChannelHandlerContext context, WebSocketFrame ping) {
    if (context.channel().isWritable()) {
      ChannelFuture unused = context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
    }
  }

  private void end(ChannelHandlerContext context, WebSocketCloseStatus status) {
    if (!closing) {
      closing = true;
      ChannelFuture unused =
          context
              .writeAndFlush(new CloseWebSocketFrame(status))
              .addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (!closing) {
      closing = true;
      ChannelFuture unused =
          context.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
    }
    ChannelFuture unused = context.close(promise);
  }

  /** The frame decoder has closed the connection already. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    if (failure instanceof DecoderException && !(failure.getCause() instanceof IOException)) {
      complaints.accept("a broken WebSocket frame: " + failure.getMessage());
      ChannelFuture unused = context.close();
    } else {
      context.fireExceptionCaught(failure);
    }
  }
}
