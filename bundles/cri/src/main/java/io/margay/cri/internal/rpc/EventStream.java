package io.margay.cri.internal.rpc;

import io.grpc.ClientCall;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.margay.cri.internal.wire.Cri;
import io.margay.edged.engine.ContainerEngine.Subscription;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.EngineListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The events of an engine, if it has any.
 *
 * <p>An engine that tells events says nothing until there is one, and an engine that does not says
 * so at once; so silence for a moment means that they will come.
 */
public final class EventStream implements Subscription {
  private static final String METHOD = "GetContainerEvents";

  private final ClientCall<Cri.GetEventsRequest, Cri.ContainerEventResponse> call;
  private final EngineListener listener;
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private final AtomicBoolean over = new AtomicBoolean();

  private EventStream(
      ClientCall<Cri.GetEventsRequest, Cri.ContainerEventResponse> call, EngineListener listener) {
    this.call = call;
    this.listener = listener;
  }

  /**
   * Asks for events.
   *
   * @param moment how long an engine without events may take to say so
   * @throws EngineException when there will be none
   */
  public static EventStream open(
      CriConnection connection, EngineListener listener, Duration moment) {
    EventStream stream =
        new EventStream(connection.begin(CriMethods.GET_CONTAINER_EVENTS), listener);
    ClientCalls.asyncServerStreamingCall(
        stream.call, Cri.GetEventsRequest.getDefaultInstance(), stream.observer());
    stream.awaitRefusal(moment);
    return stream;
  }

  private void awaitRefusal(Duration moment) {
    try {
      begun.get(moment.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException silence) {
      if (!begun.complete(null)) {
        awaitRefusal(moment); // it ended just now
      }
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new EngineException.Unavailable("interrupted while asking for events", e);
    } catch (ExecutionException e) {
      throw Failures.of(METHOD, Status.fromThrowable(e.getCause()));
    }
  }

  private StreamObserver<Cri.ContainerEventResponse> observer() {
    return new StreamObserver<>() {
      @Override
      public void onNext(Cri.ContainerEventResponse event) {
        begun.complete(null);
        if (!over.get()) {
          listener.changed(event.getPodSandboxStatus().getId());
        }
      }

      @Override
      public void onError(Throwable failure) {
        end(failure);
      }

      @Override
      public void onCompleted() {
        end(
            Status.UNIMPLEMENTED
                .withDescription("the engine ended its events at once")
                .asException());
      }
    };
  }

  private void end(Throwable reason) {
    if (!begun.completeExceptionally(reason) && over.compareAndSet(false, true)) {
      listener.ended();
    }
  }

  @Override
  public void close() {
    over.set(true);
    call.cancel("closed", null);
  }
}
