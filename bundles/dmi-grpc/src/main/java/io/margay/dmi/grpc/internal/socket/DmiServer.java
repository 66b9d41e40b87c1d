package io.margay.dmi.grpc.internal.socket;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.margay.dmi.grpc.internal.mapper.Buffers;
import io.margay.dmi.grpc.internal.mapper.DmiMethods;
import io.margay.dmi.grpc.internal.mapper.MapperFile;
import io.margay.dmi.grpc.internal.mapper.Node;
import io.margay.dmi.grpc.internal.mapper.RemoteMappers;
import io.margay.dmi.grpc.internal.reflection.ReflectionService;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * gRPC for mappers: a server for connections that are handed in, and all mappers, on one thread.
 */
final class DmiServer implements AutoCloseable {
  /** KubeEdge's limits: 4 MiB a message, 8 KiB of headers. */
  private static final int LARGEST_MESSAGE = 4 << 20;

  private static final int LARGEST_HEADERS = 8 << 10;
  private static final int MOST_CALLS_PER_CONNECTION = 100;
  private static final int MOST_RESETS = 1_000;
  private static final int RESET_WINDOW_SECONDS = 10;
  private static final int IDLE_MINUTES = 10;
  private static final int CLOSING_SECONDS = 2;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("margay-dmi.grpc", true), NioIoHandler.newFactory());
  private final AcceptedConnections connections = new AcceptedConnections();
  private final RemoteMappers mappers;
  private final Server server;

  /**
   * @param path of the socket, for messages alone
   */
  DmiServer(Path path, Node node, MapperFile file) {
    EventLoop loop = group.next();
    mappers = new RemoteMappers(node, file, group, loop);
    server =
        NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(path))
            .channelFactory(() -> connections)
            .withChildOption(ChannelOption.ALLOCATOR, Buffers.ON_THE_HEAP)
            .bossEventLoopGroup(group)
            .workerEventLoopGroup(group)
            .directExecutor()
            .maxInboundMessageSize(LARGEST_MESSAGE)
            .maxInboundMetadataSize(LARGEST_HEADERS)
            .maxConcurrentCallsPerConnection(MOST_CALLS_PER_CONNECTION)
            .maxRstFramesPerWindow(MOST_RESETS, RESET_WINDOW_SECONDS)
            .maxConnectionIdle(IDLE_MINUTES, TimeUnit.MINUTES)
            .permitKeepAliveWithoutCalls(true)
            .permitKeepAliveTime(1, TimeUnit.SECONDS)
            .addService(new ManagerService(mappers).definition())
            .addServices(ReflectionService.definitions(List.of(DmiMethods.MANAGER)))
            .build();
    try {
      server.start();
    } catch (IOException e) {
      endLoop();
      throw new UncheckedIOException(e);
    }
    loop.execute(mappers::recall);
  }

  RemoteMappers mappers() {
    return mappers;
  }

  void serve(SocketChannel connection) {
    connections.add(connection);
  }

  @Override
  public void close() {
    server.shutdownNow();
    group.next().submit(mappers::close).awaitUninterruptibly(CLOSING_SECONDS, TimeUnit.SECONDS);
    try {
      server.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    endLoop();
  }

  private void endLoop() {
    group
        .shutdownGracefully(0, CLOSING_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSING_SECONDS, TimeUnit.SECONDS);
  }
}
