package io.margay.edged.internal.sync;

import io.margay.meta.MetaException;
import io.margay.meta.MetaStore;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceType;
import io.margay.meta.Selector;
import io.margay.meta.Watch;
import io.margay.meta.WatchEvent;
import io.margay.meta.WatchListener;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one type of resource for as long as it is open; when the store cuts the watch it starts
 * over, and what vanished meanwhile is found out from what there is.
 */
final class Following implements WatchListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Following.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final MetaStore meta;
  private final ResourceType type;
  private final Lanes lanes;
  private final Reader reader;
  private final Object lock = new Object();
  private final Set<ResourceKey> told = new HashSet<>();
  private @Nullable Watch watch;
  private boolean complete;
  private boolean closed;

  /** Is told of the resources. Called by one thread at a time; must not block. */
  interface Reader {
    void is(Resource resource);

    void was(Resource last);

    /**
     * All that there is has been told.
     *
     * @param there the keys of it; what is not among them is no more
     */
    default void complete(Set<ResourceKey> there) {}
  }

  Following(MetaStore meta, ResourceType type, Lanes lanes, Reader reader) {
    this.meta = meta;
    this.type = type;
    this.lanes = lanes;
    this.reader = reader;
  }

  void start() {
    synchronized (lock) {
      if (closed) {
        return;
      }
      told.clear();
      complete = false;
      try {
        watch = meta.watch(type, Selector.ALL, 0, this);
      } catch (MetaException e) {
        LOG.warn("{} cannot be watched, trying again: {}", type, e.getMessage());
        lanes.later(RETRY, this::start);
      }
    }
  }

  @Override
  public void onEvents(List<WatchEvent> events) {
    for (WatchEvent event : events) {
      if (event instanceof WatchEvent.Updated updated) {
        told.add(updated.resource().key());
        reader.is(updated.resource());
      } else if (event instanceof WatchEvent.Deleted deleted) {
        told.remove(deleted.last().key());
        reader.was(deleted.last());
      } else if (!complete) {
        complete = true;
        reader.complete(Set.copyOf(told));
      }
    }
  }

  @Override
  public void onCut(String reason) {
    LOG.warn("the watch on {} was cut: {}; starting it again", type, reason);
    lanes.later(RETRY, this::start);
  }

  @Override
  public void close() {
    Watch running;
    synchronized (lock) {
      closed = true;
      running = watch;
      watch = null;
    }
    if (running != null) {
      running.close();
    }
  }
}
