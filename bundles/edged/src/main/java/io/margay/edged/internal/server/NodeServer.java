package io.margay.edged.internal.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Listens on this machine alone, on one thread; answers with few more, which are there only while
 * there is work. When all are busy, as with logs that are followed, callers are told to come back.
 */
public final class NodeServer implements AutoCloseable {
  private static final int WORKERS = 32;
  private static final int BACKLOG = 32;
  private static final int IDLE_SECONDS = 10;
  private static final int REQUEST_SECONDS = 10;
  private static final int STOP_SECONDS = 2;

  /** A program's words stand in the URL. */
  private static final int MAX_LINE_BYTES = 64 << 10;

  private static final int MAX_BODY_BYTES = 8 << 10;

  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("margay-pods-api-io", true), NioIoHandler.newFactory());
  private final ThreadPoolExecutor workers;
  private final Channel listening;

  private NodeServer(InetSocketAddress address, Routes routes, ThreadPoolExecutor workers)
      throws IOException {
    this.workers = workers;
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(connections(routes))
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      close();
      throw new IOException(bound.cause().getMessage(), bound.cause());
    }
    listening = bound.channel();
  }

  /**
   * Starts to listen.
   *
   * @param address of the loopback interface
   */
  public static NodeServer open(InetSocketAddress address, Routes routes) throws IOException {
    if (!address.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "host: found %s, expected a loopback address such as 127.0.0.1"
              .formatted(address.getHostString()));
    }
    return new NodeServer(
        address,
        routes,
        new ThreadPoolExecutor(
            0,
            WORKERS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            new DefaultThreadFactory("margay-pods-api", true)));
  }

  private ChannelInitializer<SocketChannel> connections(Routes routes) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        channel
            .pipeline()
            .addLast(
                new ReadTimeoutHandler(REQUEST_SECONDS),
                new HttpServerCodec(
                    new HttpDecoderConfig().setMaxInitialLineLength(MAX_LINE_BYTES)),
                new HttpObjectAggregator(MAX_BODY_BYTES),
                new Requests(routes, workers));
      }
    };
  }

  /** The port it listens on. */
  public int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** Closes the socket and every connection. */
  @Override
  public void close() {
    workers.shutdownNow();
    loop.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    try {
      workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
