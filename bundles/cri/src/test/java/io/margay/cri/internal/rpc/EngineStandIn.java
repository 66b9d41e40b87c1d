package io.margay.cri.internal.rpc;

import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** A gRPC server on a unix socket that answers CRI's methods as a test says. */
public final class EngineStandIn implements AutoCloseable {
  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Path socket;
  private final Map<String, ServerServiceDefinition.Builder> services = new LinkedHashMap<>();
  private Server server;

  public EngineStandIn(Path socket) {
    this.socket = socket;
  }

  /** How a method is answered; methods without an answer are unimplemented. */
  public <Q, A> EngineStandIn when(
      MethodDescriptor<Q, A> method, BiConsumer<Q, StreamObserver<A>> answer) {
    services
        .computeIfAbsent(method.getServiceName(), ServerServiceDefinition::builder)
        .addMethod(
            method,
            method.getType() == MethodDescriptor.MethodType.UNARY
                ? ServerCalls.asyncUnaryCall(answer::accept)
                : ServerCalls.asyncServerStreamingCall(answer::accept));
    return this;
  }

  /** A method that always gives the same answer. */
  public <Q, A> EngineStandIn always(MethodDescriptor<Q, A> method, A answer) {
    return when(
        method,
        (request, observer) -> {
          observer.onNext(answer);
          observer.onCompleted();
        });
  }

  public EngineStandIn start() {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioServerDomainSocketChannel.class)
            .bossEventLoopGroup(loop)
            .workerEventLoopGroup(loop)
            .directExecutor();
    services.values().forEach(service -> builder.addService(service.build()));
    try {
      server = builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Ends it as a kill does, and takes its socket away. */
  public void stop() {
    try {
      server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
