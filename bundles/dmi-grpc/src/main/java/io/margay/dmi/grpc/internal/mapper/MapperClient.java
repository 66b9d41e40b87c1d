package io.margay.dmi.grpc.internal.mapper;

import com.google.protobuf.MessageLite;
import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Calls a mapper on its socket. Blocks nobody: whoever calls is answered on the loop. */
final class MapperClient implements AutoCloseable {
  /** As long as KubeEdge gives a mapper. */
  private static final long DEADLINE_SECONDS = 10;

  private static final int LARGEST_ANSWER = 4 << 20;

  private final ManagedChannel channel;

  MapperClient(Path address, EventLoopGroup group, ScheduledExecutorService loop) {
    channel =
        NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(address))
            .channelType(NioDomainSocketChannel.class)
            .withOption(ChannelOption.ALLOCATOR, Buffers.ON_THE_HEAP)
            .eventLoopGroup(group)
            .executor(loop)
            .offloadExecutor(loop)
            .overrideAuthority("localhost")
            .disableRetry()
            .disableServiceConfigLookUp()
            .maxInboundMessageSize(LARGEST_ANSWER)
            .usePlaintext()
            .build();
  }

  /** Connects unless it is connected; gives how it is. */
  ConnectivityState connect() {
    return channel.getState(true);
  }

  /** Connects at once, whenever gRPC would have tried next. */
  void connectNow() {
    channel.resetConnectBackoff();
    channel.getState(true);
  }

  /** Calls once when the state is another one. */
  void whenChanged(ConnectivityState from, Runnable then) {
    channel.notifyWhenStateChanged(from, then);
  }

  /** Calls a method; the answer comes to one of the two. */
  <Q extends MessageLite, A extends MessageLite> void call(
      MethodDescriptor<Q, A> method, Q request, Runnable done, Consumer<Status> failed) {
    ClientCalls.asyncUnaryCall(
        channel.newCall(
            method, CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)),
        request,
        new Answer<>(done, failed));
  }

  /** Breaks off what is under way. */
  @Override
  public void close() {
    channel.shutdownNow();
  }

  private record Answer<A>(Runnable done, Consumer<Status> failed) implements StreamObserver<A> {
    @Override
    public void onNext(A answer) {
      // that it came is all that it says
    }

    @Override
    public void onError(@Nullable Throwable failure) {
      failed.accept(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
      done.run();
    }
  }
}
