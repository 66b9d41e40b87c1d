package io.margay.edged.internal.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A WebSocket whose frames each begin with the number of a channel: the side of a kubelet in
 * Kubernetes' remote command protocol, versions {@code v4.channel.k8s.io} and {@code
 * v5.channel.k8s.io} (KEP 4006).
 *
 * <p>Nothing is received while frames wait to be heard, so that a caller who sends fast fills its
 * own buffers and not this node's memory.
 */
final class ChannelSocket extends SimpleChannelInboundHandler<WebSocketFrame> {
  private static final String PROTOCOLS = "v5.channel.k8s.io,v4.channel.k8s.io";
  private static final int MAX_FRAME_BYTES = 1 << 20;
  private static final long OPEN_SECONDS = 10;
  private static final byte[] GONE = new byte[0];

  private final Channel connection;
  private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  private ChannelSocket(Channel connection) {
    this.connection = connection;
  }

  /** Hears what comes on the channels. */
  interface Frames {
    void frame(int channel, byte[] content) throws IOException;
  }

  /**
   * Agrees with the caller on a protocol, and begins.
   *
   * @throws RequestException when the caller speaks none of ours; nothing was answered then
   */
  static ChannelSocket open(Channel connection, FullHttpRequest request)
      throws IOException, RequestException {
    WebSocketServerHandshaker handshaker =
        new WebSocketServerHandshakerFactory("", PROTOCOLS, false, MAX_FRAME_BYTES)
            .newHandshaker(request);
    String offered = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, "");
    if (handshaker == null || !isOneOfOurs(offered)) {
      throw new RequestException(
          400, "Sec-WebSocket-Protocol: expected one of " + PROTOCOLS + ", version 13");
    }
    ChannelSocket socket = new ChannelSocket(connection);
    CompletableFuture<Void> open = new CompletableFuture<>();
    // On the connection's thread, so that no frame comes before somebody hears it.
    connection
        .eventLoop()
        .execute(
            () -> {
              connection.config().setAutoRead(false);
              ChannelFuture unused =
                  handshaker
                      .handshake(connection, request)
                      .addListener(
                          done -> {
                            if (done.isSuccess()) {
                              open.complete(null);
                            } else {
                              open.completeExceptionally(done.cause());
                            }
                          });
              connection.pipeline().addLast(new WebSocketFrameAggregator(MAX_FRAME_BYTES), socket);
              connection.read();
            });
    await(open);
    return socket;
  }

  private static boolean isOneOfOurs(String offered) {
    for (String protocol : offered.split(",", -1)) {
      if (("," + PROTOCOLS + ",").contains("," + protocol.strip() + ",")) {
        return true;
      }
    }
    return false;
  }

  private static void await(CompletableFuture<Void> open) throws IOException {
    try {
      open.get(OPEN_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no WebSocket came about", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while opening a WebSocket", e);
    }
  }

  /** Hands on frame after frame, until the caller has gone. */
  void listen(Frames listener) throws IOException, InterruptedException {
    connection.read();
    byte[] frame = frames.take();
    while (frame != GONE) {
      listener.frame(Byte.toUnsignedInt(frame[0]), Arrays.copyOfRange(frame, 1, frame.length));
      if (waiting.decrementAndGet() == 0) {
        connection.read();
      }
      frame = frames.take();
    }
  }

  /** Sends each write as a frame, and waits until the caller takes it. */
  OutputStream output(int channel) {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuf head = Unpooled.wrappedBuffer(new byte[] {(byte) channel});
        ByteBuf content = Unpooled.copiedBuffer(bytes, offset, length);
        Written.await(
            connection.writeAndFlush(
                new BinaryWebSocketFrame(Unpooled.wrappedBuffer(head, content))));
      }
    };
  }

  /** All was said. */
  void close() {
    ChannelFuture unused =
        connection
            .writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE))
            .addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    if (frame instanceof PingWebSocketFrame) {
      ChannelFuture unused =
          context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
    } else if (frame instanceof CloseWebSocketFrame) {
      ChannelFuture unused =
          context.writeAndFlush(frame.retain()).addListener(ChannelFutureListener.CLOSE);
    } else if (frame.content().isReadable()) {
      waiting.incrementAndGet();
      frames.add(ByteBufUtil.getBytes(frame.content()));
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (waiting.get() == 0) {
      context.read();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    frames.add(GONE);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    ChannelFuture unused = context.close();
  }
}
