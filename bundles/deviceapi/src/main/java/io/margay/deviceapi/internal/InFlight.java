package io.margay.deviceapi.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Bounds the requests that wait for devices: in number, and each in time.
 *
 * <p>Its thread is there only while requests wait.
 */
final class InFlight implements AutoCloseable {
  private static final int IDLE_THREAD_SECONDS = 10;

  private final Semaphore places;
  private final Duration patience;
  private final ScheduledThreadPoolExecutor alarms;

  InFlight(int most, Duration patience) {
    this.places = new Semaphore(most);
    this.patience = patience;
    this.alarms = new ScheduledThreadPoolExecutor(1, new NamedThreads("margay-deviceapi-alarm"));
    alarms.setKeepAliveTime(IDLE_THREAD_SECONDS, TimeUnit.SECONDS);
    alarms.allowCoreThreadTimeOut(true);
    alarms.setRemoveOnCancelPolicy(true);
  }

  /** Starts a request, unless too many wait already; it keeps its place until it is answered. */
  CompletionStage<Reply> start(Supplier<CompletionStage<Reply>> request) {
    if (!places.tryAcquire()) {
      throw new ApiException(429, "too many requests wait for devices; ask again in a second");
    }
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    CompletionStage<Reply> end = answer;
    CompletionStage<Reply> work;
    try {
      work = request.get();
    } catch (RuntimeException | Error e) {
      places.release();
      throw e;
    }
    end.whenComplete((reply, failure) -> places.release());
    work.whenComplete(
        (reply, failure) -> {
          if (failure == null) {
            answer.complete(reply);
          } else {
            answer.completeExceptionally(failure);
          }
        });
    if (!answer.isDone()) {
      Future<?> alarm =
          alarms.schedule(
              () -> answer.completeExceptionally(tooLate()),
              patience.toMillis(),
              TimeUnit.MILLISECONDS);
      end.whenComplete((reply, failure) -> alarm.cancel(false));
    }
    return end;
  }

  private ApiException tooLate() {
    return new ApiException(503, "no answer within %d s".formatted(patience.toSeconds()));
  }

  @Override
  public void close() {
    alarms.shutdownNow();
  }
}
