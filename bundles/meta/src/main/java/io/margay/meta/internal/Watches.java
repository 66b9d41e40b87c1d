package io.margay.meta.internal;

import io.margay.meta.MetaException;
import io.margay.meta.ResourceType;
import io.margay.meta.Selector;
import io.margay.meta.Watch;
import io.margay.meta.WatchListener;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The running watches and the few threads that call their listeners.
 *
 * <p>A watch holds a revision and no resources: when something was committed, its thread reads what
 * came after that revision. So a slow listener costs no memory.
 */
final class Watches implements CommitListener, AutoCloseable {
  private static final int THREADS = 4;
  private static final Duration THREAD_REST = Duration.ofSeconds(30);

  private final ReadSessions reads;
  private final StoreLimits limits;
  private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor threads;
  private volatile boolean closed;

  Watches(ReadSessions reads, StoreLimits limits) {
    this.reads = reads;
    this.limits = limits;
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            THREAD_REST.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "margay-meta-watch-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /** Starts a watch; see {@link io.margay.meta.MetaStore#watch}. */
  Watch open(ResourceType type, Selector selector, long fromRevision, WatchListener listener) {
    ReadSession.Head head = reads.read(ReadSession::head, new ReadSession.Head(0, 0));
    if (fromRevision != 0 && (fromRevision < head.compacted() || fromRevision > head.revision())) {
      throw new MetaException.Compacted(fromRevision, head.compacted());
    }
    Watcher watcher =
        new Watcher(
            type,
            selector,
            listener,
            fromRevision,
            head.revision(),
            reads,
            limits,
            threads,
            watchers::remove);
    watchers.add(watcher);
    if (closed) {
      watchers.remove(watcher);
      throw new MetaException.Unavailable("the store is closed");
    }
    watcher.wake();
    return watcher;
  }

  @Override
  public void committed(Set<ResourceType> types, long revision) {
    for (Watcher watcher : watchers) {
      watcher.cutIfStalled();
      if (types.contains(watcher.type()) || watcher.isBehind(revision)) {
        watcher.wake();
      }
    }
  }

  /** The file was opened, perhaps anew: anything may have come to light. */
  void opened() {
    watchers.forEach(Watcher::wake);
  }

  int count() {
    return watchers.size();
  }

  @Override
  public void close() {
    closed = true;
    watchers.forEach(watcher -> watcher.cut("the store stops"));
    threads.shutdown();
    boolean interrupted = false;
    try {
      if (!threads.awaitTermination(limits.closing().toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
