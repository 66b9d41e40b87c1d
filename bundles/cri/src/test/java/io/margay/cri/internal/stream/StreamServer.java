package io.margay.cri.internal.stream;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The side of an engine: a WebSocket that a test sends frames on, and sees those that came. */
final class StreamServer implements AutoCloseable {
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<Channel> connections = new LinkedBlockingQueue<>();
  private final Channel server;

  StreamServer(EventLoopGroup loop, String protocols) throws InterruptedException {
    server =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new HttpServerCodec(),
                            new HttpObjectAggregator(8_192),
                            new WebSocketServerProtocolHandler("/exec/ticket", protocols),
                            new Receiver());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
  }

  String url() {
    return "http://127.0.0.1:%d/exec/ticket"
        .formatted(((InetSocketAddress) server.localAddress()).getPort());
  }

  /** The next frame that came, in hex. */
  String received() throws InterruptedException {
    return received.take();
  }

  /** The connection that was made. */
  Channel connection() throws InterruptedException {
    return connections.take();
  }

  static void send(Channel connection, int channel, byte[] content) {
    connection.writeAndFlush(
        new BinaryWebSocketFrame(
            Unpooled.wrappedBuffer(
                Unpooled.wrappedBuffer(new byte[] {(byte) channel}),
                Unpooled.wrappedBuffer(content))));
  }

  @Override
  public void close() {
    server.close().syncUninterruptibly();
  }

  private final class Receiver extends SimpleChannelInboundHandler<WebSocketFrame> {
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete) {
        connections.add(context.channel());
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
      received.add(HexFormat.of().formatHex(ByteBufUtil.getBytes(frame.content())));
    }
  }
}
