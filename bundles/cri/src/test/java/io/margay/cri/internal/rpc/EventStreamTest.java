package io.margay.cri.internal.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.margay.cri.internal.wire.Cri;
import io.margay.edged.engine.ContainerEngine.Subscription;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.EngineListener;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventStreamTest {
  private static final Duration MOMENT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String ENDED = "ended";

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<StreamObserver<Cri.ContainerEventResponse>> streams =
      new LinkedBlockingQueue<>();
  private final EngineListener listener =
      new EngineListener() {
        @Override
        public void changed(String sandboxId) {
          heard.add(sandboxId);
        }

        @Override
        public void ended() {
          heard.add(ENDED);
        }
      };
  private Path socket;
  private CriConnection connection;

  @BeforeEach
  void open(@TempDir Path folder) {
    socket = folder.resolve("cri.sock");
    connection = new CriConnection(socket, loop);
  }

  @AfterEach
  void close() {
    connection.close();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void eventsNameTheirSandboxAndTheEndIsToldOnce() throws InterruptedException {
    try (EngineStandIn engine = engine(streams::add)) {
      Subscription unused = EventStream.open(connection, listener, MOMENT);
      StreamObserver<Cri.ContainerEventResponse> stream = streams.take();

      stream.onNext(event("s1"));
      stream.onNext(event(""));
      stream.onError(Status.UNAVAILABLE.asException());

      assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("s1");
      assertThat(heard.poll(5, TimeUnit.SECONDS)).isEmpty();
      assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(ENDED);
      connection.close();
      assertThat(heard).isEmpty();
    }
  }

  @Test
  void anEventAtOnceEndsTheWait() {
    try (EngineStandIn engine = engine(stream -> stream.onNext(event("s1")))) {
      Subscription unused = EventStream.open(connection, listener, LONG);

      assertThat(heard).containsExactly("s1");
    }
  }

  @Test
  void anEngineWithoutEventsIsTold() {
    try (EngineStandIn engine =
        engine(stream -> stream.onError(Status.UNIMPLEMENTED.asException()))) {
      assertThatThrownBy(() -> EventStream.open(connection, listener, LONG))
          .isInstanceOf(EngineException.Unimplemented.class);
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void anEngineThatEndsItsEventsAtOnceHasNone() {
    try (EngineStandIn engine = engine(StreamObserver::onCompleted)) {
      assertThatThrownBy(() -> EventStream.open(connection, listener, LONG))
          .isInstanceOf(EngineException.Unimplemented.class);
    }
  }

  @Test
  void withoutAnEngineThereAreNoEvents() {
    assertThatThrownBy(() -> EventStream.open(connection, listener, LONG))
        .isInstanceOf(EngineException.Unavailable.class);
  }

  @Test
  void whoeverClosesHearsNothingMore() throws InterruptedException {
    CountDownLatch cancelled = new CountDownLatch(1);
    try (EngineStandIn engine =
        engine(
            stream ->
                ((ServerCallStreamObserver<Cri.ContainerEventResponse>) stream)
                    .setOnCancelHandler(cancelled::countDown))) {
      Subscription subscription = EventStream.open(connection, listener, MOMENT);

      subscription.close();

      assertThat(cancelled.await(5, TimeUnit.SECONDS)).isTrue();
    }
    connection.close();
    assertThat(heard).isEmpty();
  }

  private EngineStandIn engine(Consumer<StreamObserver<Cri.ContainerEventResponse>> events) {
    return new EngineStandIn(socket)
        .when(CriMethods.GET_CONTAINER_EVENTS, (request, stream) -> events.accept(stream))
        .start();
  }

  private static Cri.ContainerEventResponse event(String sandbox) {
    return Cri.ContainerEventResponse.newBuilder()
        .setPodSandboxStatus(Cri.PodSandboxStatus.newBuilder().setId(sandbox))
        .build();
  }
}
