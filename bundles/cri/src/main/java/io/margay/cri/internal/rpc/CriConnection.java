package io.margay.cri.internal.rpc;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.margay.edged.engine.EngineException;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls to an engine's unix socket. It connects when it is first used, and again after the engine
 * was away: a call fails while it is, the next one tries anew.
 *
 * <p>Deadlines are kept here and not by gRPC, so that a status {@code DEADLINE_EXCEEDED} is always
 * the engine's own word.
 */
public final class CriConnection implements AutoCloseable {
  /** More than the lists of a thousand containers; a node's heap must survive what it receives. */
  private static final int MAX_MESSAGE_BYTES = 4 << 20;

  private static final Duration CLOSE_TIME = Duration.ofSeconds(2);

  private final Path socket;
  private final ManagedChannel channel;

  /**
   * Makes one that is not connected yet.
   *
   * @param loop runs all of it, and is not ended by {@link #close()}
   */
  public CriConnection(Path socket, EventLoopGroup loop) {
    this.socket = socket;
    this.channel =
        NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioDomainSocketChannel.class)
            .eventLoopGroup(loop)
            .withOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
            .directExecutor()
            .offloadExecutor(Runnable::run)
            .usePlaintext()
            .overrideAuthority("localhost")
            .disableRetry()
            .disableServiceConfigLookUp()
            // Longer than 30 days is never, which needs no timer and its thread.
            .idleTimeout(365, TimeUnit.DAYS)
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .build();
  }

  /**
   * Calls a method and waits for the answer.
   *
   * @throws EngineException also when there is no answer in time, or the thread is interrupted
   */
  public <Q, A> A call(MethodDescriptor<Q, A> method, Q request, Duration deadline) {
    ClientCall<Q, A> call = begin(method);
    CompletableFuture<A> answer = new CompletableFuture<>();
    ClientCalls.asyncUnaryCall(call, request, new Answer<>(answer));
    String name = String.valueOf(method.getBareMethodName());
    try {
      return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      call.cancel("no answer in time", null);
      throw new EngineException.Unavailable(
          "%s at %s has not answered within %d s".formatted(name, socket, deadline.toSeconds()), e);
    } catch (InterruptedException e) {
      call.cancel("interrupted", null);
      Thread.currentThread().interrupt();
      throw new EngineException.Unavailable(
          "interrupted while waiting for %s at %s".formatted(name, socket), e);
    } catch (ExecutionException e) {
      throw Failures.of(name + " at " + socket, Status.fromThrowable(e.getCause()));
    }
  }

  /** A call to be made, after asking for another try to connect if the last one failed. */
  <Q, A> ClientCall<Q, A> begin(MethodDescriptor<Q, A> method) {
    if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      channel.resetConnectBackoff();
    }
    return channel.newCall(method, CallOptions.DEFAULT);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    try {
      channel.awaitTermination(CLOSE_TIME.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
