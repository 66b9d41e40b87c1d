package io.margay.cri.internal.rpc;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;

/** The one answer of a call, for whoever waits for it. */
record Answer<A>(CompletableFuture<A> future) implements StreamObserver<A> {

  @Override
  public void onNext(A answer) {
    future.complete(answer);
  }

  @Override
  public void onError(Throwable failure) {
    future.completeExceptionally(failure);
  }

  @Override
  public void onCompleted() {
    // The answer came before.
  }
}
