package io.margay.cri.internal.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An open WebSocket whose frames each begin with the number of a channel (Kubernetes' remote
 * command protocol).
 *
 * <p>Frames are heard on the connection's thread. When more than {@value #HIGH_WATER_BYTES} bytes
 * wait to be read, nothing is received until less than half of them do.
 */
final class ChannelSocket extends SimpleChannelInboundHandler<WebSocketFrame> {
  /** The version of the protocol whose frames can say that a channel ends. */
  static final String WITH_END_OF_CHANNEL = "v5.channel.k8s.io";

  /** The version that every engine speaks. */
  static final String USUAL = "v4.channel.k8s.io";

  private static final int END_OF_CHANNEL = 255;
  private static final int HIGH_WATER_BYTES = 256 << 10;
  private static final long WRITE_SECONDS = 60;

  private final Frames frames;
  private final CompletableFuture<ChannelSocket> opened = new CompletableFuture<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile @Nullable Channel connection;
  private boolean closedHere;
  private boolean endsChannels;

  ChannelSocket(Frames frames) {
    this.frames = frames;
  }

  /** Hears what comes. Called on the connection's thread. */
  interface Frames {

    /** Takes a frame and says how many of its bytes wait to be {@link #taken}. */
    int frame(int channel, byte[] content);

    /** The connection is over; {@code reason} is null when it was closed on this side. */
    void over(@Nullable String reason);
  }

  /** Completes when frames can be sent. */
  CompletableFuture<ChannelSocket> opened() {
    return opened;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    connection = context.channel();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof WebSocketClientProtocolHandler.ClientHandshakeStateEvent state) {
      switch (state) {
        case HANDSHAKE_COMPLETE -> {
          endsChannels =
              WITH_END_OF_CHANNEL.equals(
                  context
                      .pipeline()
                      .get(WebSocketClientProtocolHandler.class)
                      .handshaker()
                      .actualSubprotocol());
          opened.complete(this);
        }
        case HANDSHAKE_TIMEOUT ->
            opened.completeExceptionally(new IOException("no answer to the WebSocket handshake"));
        case HANDSHAKE_ISSUED -> {}
      }
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    ByteBuf content = frame.content();
    if (content.isReadable()) {
      int channel = content.readUnsignedByte();
      int kept = frames.frame(channel, ByteBufUtil.getBytes(content));
      if (waiting.addAndGet(kept) > HIGH_WATER_BYTES) {
        context.channel().config().setAutoRead(false);
      }
    }
  }

  /** Bytes that {@link Frames#frame} kept were read. */
  void taken(int bytes) {
    int before = waiting.getAndAdd(-bytes);
    Channel channel = connection;
    if (channel != null && before - bytes <= HIGH_WATER_BYTES / 2) {
      channel.config().setAutoRead(true);
    }
  }

  void send(int channel, byte[] bytes, int offset, int length) throws IOException {
    ByteBuf head = Unpooled.wrappedBuffer(new byte[] {(byte) channel});
    ByteBuf content = Unpooled.copiedBuffer(bytes, offset, length);
    write(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(head, content)));
  }

  /** Says that nothing more comes on a channel, where the protocol has a word for it. */
  void endOfChannel(int channel) throws IOException {
    Channel target = connection;
    if (endsChannels && target != null && target.isActive()) {
      write(
          new BinaryWebSocketFrame(
              Unpooled.wrappedBuffer(new byte[] {(byte) END_OF_CHANNEL, (byte) channel})));
    }
  }

  private void write(WebSocketFrame frame) throws IOException {
    Channel target = connection;
    if (target == null) {
      frame.release();
      throw new IOException("not connected");
    }
    ChannelFuture written = target.writeAndFlush(frame);
    try {
      if (!written.await(WRITE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("the container takes no input for " + WRITE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while writing to a container", e);
    }
    if (!written.isSuccess()) {
      throw new IOException("the connection to the container is over", written.cause());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    String reason = "the engine closed the connection";
    opened.completeExceptionally(new IOException(reason));
    frames.over(closedHere ? null : reason);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    opened.completeExceptionally(failure);
    context.close();
  }

  void close() {
    Channel target = connection;
    if (target != null) {
      target
          .eventLoop()
          .execute(
              () -> {
                closedHere = true;
                target.close();
              });
    }
  }
}
