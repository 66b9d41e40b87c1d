package io.margay.meta.internal;

import io.margay.meta.MetaException;
import io.margay.meta.Resource;
import io.margay.meta.ResourceType;
import io.margay.meta.Selector;
import io.margay.meta.Watch;
import io.margay.meta.WatchEvent;
import io.margay.meta.WatchListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One watch: reads what came after its revision and tells its listener, on one thread at a time.
 *
 * <p>States: running, then either closed by its user, or cut with a reason that the listener is
 * told once.
 */
final class Watcher implements Watch, Runnable {
  private static final Logger log = LoggerFactory.getLogger(Watcher.class);
  private static final String CLOSED = "";
  private static final ReadSession.Page NO_FILE =
      new ReadSession.Page(List.of(), new ReadSession.Head(0, 0), 0, true);

  private final ResourceType type;
  private final Selector selector;
  private final WatchListener listener;
  private final long deletionsFrom;
  private final boolean fromStart;
  private final ReadSessions reads;
  private final StoreLimits limits;
  private final Executor threads;
  private final Consumer<Watcher> onEnd;

  /** Held while the listener is called. */
  private final ReentrantLock calling = new ReentrantLock();

  private final AtomicInteger wakes = new AtomicInteger();
  private final AtomicReference<@Nullable String> ended = new AtomicReference<>();

  /** Guards the running call, so that an interrupt hits no other. */
  private final ReentrantLock callGuard = new ReentrantLock();

  private @Nullable Call call;

  /** All changes up to here have been read. */
  private volatile long position;

  /** The newest revision that the listener was told. */
  private long told;

  private boolean synced;
  private boolean toldOfCut;

  private record Call(Thread thread, long sinceNanos) {}

  /**
   * @param fromRevision the revision to go on from, 0 to begin with all that exists
   * @param head the revision of the store at this moment
   */
  Watcher(
      ResourceType type,
      Selector selector,
      WatchListener listener,
      long fromRevision,
      long head,
      ReadSessions reads,
      StoreLimits limits,
      Executor threads,
      Consumer<Watcher> onEnd) {
    this.type = type;
    this.selector = selector;
    this.listener = listener;
    this.fromStart = fromRevision == 0;
    this.position = fromRevision;
    this.told = fromRevision;
    this.deletionsFrom = fromStart ? head : fromRevision;
    this.synced = !fromStart;
    this.reads = reads;
    this.limits = limits;
    this.threads = threads;
    this.onEnd = onEnd;
  }

  ResourceType type() {
    return type;
  }

  /** Whether so much happened elsewhere that it is time to move on, and to say so. */
  boolean isBehind(long revision) {
    return revision - position >= limits.bookmarkEvery();
  }

  /** Has a thread look for changes, now or again. */
  void wake() {
    if (wakes.getAndIncrement() == 0) {
      submit();
    }
  }

  /** Ends the watch from the store's side; the listener is told on a thread of the store. */
  void cut(String reason) {
    if (ended.compareAndSet(null, reason)) {
      onEnd.accept(this);
      wake();
    }
  }

  /** Cuts the watch when its listener has been in one call for too long. */
  void cutIfStalled() {
    callGuard.lock();
    try {
      if (call == null
          || ended.get() != null
          || System.nanoTime() - call.sinceNanos() < limits.stalled().toNanos()) {
        return;
      }
      log.warn(
          "A watcher of {} is cut: {} has been in one call for more than {} s",
          type,
          listener.getClass().getName(),
          limits.stalled().toSeconds());
      cut("the listener took more than " + limits.stalled().toSeconds() + " s for one call");
      call.thread().interrupt();
    } finally {
      callGuard.unlock();
    }
  }

  @Override
  public void close() {
    if (ended.getAndSet(CLOSED) == null) {
      onEnd.accept(this);
    }
    awaitRunningCall();
  }

  @Override
  public void run() {
    int seen = wakes.get();
    calling.lock();
    try {
      while (ended.get() == null && tellNext()) {
        seen = wakes.get();
      }
      tellCut();
    } catch (MetaException e) {
      cut("the changes cannot be read: " + e.getMessage());
    } catch (RuntimeException e) {
      log.warn("A watcher of {} is cut, as {} threw", type, listener.getClass().getName(), e);
      cut("the listener threw " + e);
    } finally {
      calling.unlock();
    }
    if (!wakes.compareAndSet(seen, 0)) {
      submit();
    }
  }

  private void awaitRunningCall() {
    calling.lock();
    try {
      log.trace("A watch of {} is closed", type);
    } finally {
      calling.unlock();
    }
  }

  private void submit() {
    try {
      threads.execute(this);
    } catch (RejectedExecutionException e) {
      log.debug("The store has stopped; a watcher of {} is not woken", type);
    }
  }

  /** Tells the next page; answers whether there is more. */
  private boolean tellNext() {
    ReadSession.Page page =
        reads.read(
            session ->
                session.changes(
                    type,
                    selector,
                    position,
                    Math.max(position, deletionsFrom),
                    limits.pageCharacters()),
            NO_FILE);
    if (page.head().compacted() > Math.max(position, deletionsFrom)) {
      cut("the listener fell behind: deletions after revision " + position + " are forgotten");
      return false;
    }
    List<WatchEvent> events = events(page);
    if (page.complete() && (!synced || page.reached() - known(events) >= limits.bookmarkEvery())) {
      events.add(new WatchEvent.Bookmark(page.reached()));
      synced = true;
    }
    position = page.reached();
    if (!events.isEmpty()) {
      tell(events);
      told = known(events);
    }
    return !page.complete();
  }

  /** The revision that the listener can go on from, once it has been told these events. */
  private long known(List<WatchEvent> events) {
    return events.isEmpty() ? told : events.get(events.size() - 1).revision();
  }

  /**
   * What a page means to the listener. A resource whose labels are not picked has been deleted, as
   * far as the listener can see; only when all is told from the start is it sure not to know it.
   */
  private List<WatchEvent> events(ReadSession.Page page) {
    List<WatchEvent> events = new ArrayList<>();
    for (ReadSession.Row row : page.rows()) {
      Resource resource = row.resource();
      if (selector.matches(resource)) {
        events.add(
            row.gone()
                ? new WatchEvent.Deleted(resource, row.changed())
                : new WatchEvent.Updated(resource));
      } else if (!row.gone() && !(fromStart && row.changed() <= deletionsFrom)) {
        events.add(new WatchEvent.Deleted(resource, row.changed()));
      }
    }
    return events;
  }

  private void tell(List<WatchEvent> events) {
    setCall(new Call(Thread.currentThread(), System.nanoTime()));
    try {
      listener.onEvents(events);
    } finally {
      setCall(null);
    }
  }

  /** Notes the running call; an interrupt that was meant for the last one does not outlive it. */
  private void setCall(@Nullable Call running) {
    callGuard.lock();
    try {
      call = running;
      if (Thread.interrupted()) {
        log.debug("A call of {} was interrupted", listener.getClass().getName());
      }
    } finally {
      callGuard.unlock();
    }
  }

  private void tellCut() {
    String reason = ended.get();
    if (reason != null && !reason.equals(CLOSED) && !toldOfCut) {
      toldOfCut = true;
      listener.onCut(reason);
    }
  }
}
