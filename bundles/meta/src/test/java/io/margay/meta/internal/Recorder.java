package io.margay.meta.internal;

import io.margay.meta.WatchEvent;
import io.margay.meta.WatchListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A listener that keeps what it is told. */
class Recorder implements WatchListener {
  private final BlockingQueue<WatchEvent> events = new LinkedBlockingQueue<>();
  final CompletableFuture<String> cut = new CompletableFuture<>();

  @Override
  public void onEvents(List<WatchEvent> told) {
    events.addAll(told);
  }

  @Override
  public void onCut(String reason) {
    cut.complete(reason);
  }

  /** All events up to and with the first that fits. */
  List<WatchEvent> until(Predicate<WatchEvent> last) throws InterruptedException {
    List<WatchEvent> seen = new ArrayList<>();
    while (true) {
      WatchEvent event = events.poll(30, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("not told in 10 s; told so far: " + seen);
      }
      seen.add(event);
      if (last.test(event)) {
        return seen;
      }
    }
  }

  WatchEvent.Updated awaitUpdated(String name) throws InterruptedException {
    List<WatchEvent> seen =
        until(e -> e instanceof WatchEvent.Updated u && u.resource().key().name().equals(name));
    return (WatchEvent.Updated) seen.get(seen.size() - 1);
  }

  List<WatchEvent> untilBookmark() throws InterruptedException {
    return until(WatchEvent.Bookmark.class::isInstance);
  }

  int waiting() {
    return events.size();
  }
}
