package io.margay.cri.internal.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.margay.cri.internal.wire.Cri;
import io.margay.edged.engine.EngineException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CriConnectionTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Cri.VersionRequest WHO = Cri.VersionRequest.getDefaultInstance();
  private static final Cri.VersionResponse ME =
      Cri.VersionResponse.newBuilder().setRuntimeName("stand-in").build();

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
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

  @ParameterizedTest
  @CsvSource({
    "1,  Unavailable, false", "2,  Failed, false", "3,  Failed, false", "4,  Unavailable, true",
    "5,  NotFound, false", "6,  Failed, false", "7,  Failed, false", "8,  Failed, false",
    "9,  Failed, false", "12, Unimplemented, false", "13, Failed, false", "14, Unavailable, false",
    "16, Failed, false"
  })
  void aStatusHasItsKind(int code, String kind, boolean deadline) {
    try (EngineStandIn engine = answering(Status.fromCodeValue(code).withDescription("so it is"))) {
      assertThatThrownBy(() -> connection.call(CriMethods.VERSION, WHO, LONG))
          .isInstanceOfSatisfying(
              EngineException.class,
              failure -> {
                assertThat(failure.getClass().getSimpleName()).isEqualTo(kind);
                assertThat(failure).hasMessage("so it is");
                assertThat(
                        failure instanceof EngineException.Unavailable unavailable
                            && Failures.isEnginesDeadline(unavailable))
                    .isEqualTo(deadline);
              });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rpc error: code = Unknown desc = no space left, no space left",
    "rpc error: code = Unknown desc = rpc error: code = NotFound desc = gone, gone",
    "an rpc error: code = Unknown desc = x, an rpc error: code = Unknown desc = x"
  })
  void repeatedStatusesAreTakenOffAMessage(String sent, String told) {
    try (EngineStandIn engine = answering(Status.UNKNOWN.withDescription(sent))) {
      assertThatThrownBy(() -> connection.call(CriMethods.VERSION, WHO, LONG)).hasMessage(told);
    }
  }

  @Test
  void aStatusWithoutWordsIsToldByMethodAndSocket() {
    try (EngineStandIn engine = answering(Status.INTERNAL)) {
      assertThatThrownBy(() -> connection.call(CriMethods.VERSION, WHO, LONG))
          .hasMessage("Version at " + socket + ": INTERNAL");
    }
  }

  @Test
  void anEngineThatKeepsSilentIsGivenUpAndToldSo() throws Exception {
    CountDownLatch cancelled = new CountDownLatch(1);
    try (EngineStandIn engine =
        new EngineStandIn(socket)
            .when(
                CriMethods.VERSION,
                (request, observer) ->
                    ((io.grpc.stub.ServerCallStreamObserver<?>) observer)
                        .setOnCancelHandler(cancelled::countDown))
            .start()) {
      assertThatThrownBy(() -> connection.call(CriMethods.VERSION, WHO, Duration.ofMillis(200)))
          .isInstanceOfSatisfying(
              EngineException.Unavailable.class,
              late -> assertThat(Failures.isEnginesDeadline(late)).isFalse())
          .hasMessageContaining("Version")
          .hasMessageContaining(socket.toString());

      assertThat(cancelled.await(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (EngineStandIn engine =
        new EngineStandIn(socket)
            .when(CriMethods.VERSION, (request, observer) -> asked.countDown())
            .start()) {
      CompletableFuture<Throwable> ended = new CompletableFuture<>();
      Thread caller =
          new Thread(
              () -> {
                try {
                  connection.call(CriMethods.VERSION, WHO, LONG);
                } catch (EngineException e) {
                  ended.complete(Thread.currentThread().isInterrupted() ? e : null);
                }
              });
      caller.start();
      assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();

      caller.interrupt();

      assertThat(ended.get(5, TimeUnit.SECONDS)).isInstanceOf(EngineException.Unavailable.class);
    }
  }

  @Test
  void whileNobodyListensCallsFailAndLaterTheyDoNot() {
    assertThatThrownBy(() -> connection.call(CriMethods.VERSION, WHO, LONG))
        .isInstanceOf(EngineException.Unavailable.class)
        .hasMessageContaining("No such file or directory")
        .hasMessageContaining(socket.toString());

    try (EngineStandIn engine = new EngineStandIn(socket).always(CriMethods.VERSION, ME).start()) {
      assertThat(answerWithin(5)).isEqualTo(ME);
      engine.stop();
      assertThatThrownBy(() -> connection.call(CriMethods.VERSION, WHO, LONG))
          .isInstanceOf(EngineException.Unavailable.class);
    }
    try (EngineStandIn engine = new EngineStandIn(socket).always(CriMethods.VERSION, ME).start()) {
      assertThat(answerWithin(5)).isEqualTo(ME);
    }
  }

  @Test
  void anAnswerThatWouldFillTheHeapIsRefused() {
    Cri.ExecSyncResponse flood =
        Cri.ExecSyncResponse.newBuilder()
            .setStdout(ByteString.copyFrom(new byte[(4 << 20) + 1]))
            .build();
    try (EngineStandIn engine =
        new EngineStandIn(socket).always(CriMethods.EXEC_SYNC, flood).start()) {
      assertThatThrownBy(
              () ->
                  connection.call(
                      CriMethods.EXEC_SYNC, Cri.ExecSyncRequest.getDefaultInstance(), LONG))
          .isInstanceOf(EngineException.Failed.class)
          .hasMessageContaining("4194304");
    }
  }

  private EngineStandIn answering(Status status) {
    return new EngineStandIn(socket)
        .when(CriMethods.VERSION, (request, observer) -> observer.onError(status.asException()))
        .start();
  }

  /** Asks as a node does, that looks again and again. */
  private Cri.VersionResponse answerWithin(int seconds) {
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    while (true) {
      try {
        return connection.call(CriMethods.VERSION, WHO, LONG);
      } catch (EngineException.Unavailable e) {
        if (System.nanoTime() > end) {
          throw e;
        }
      }
    }
  }
}
