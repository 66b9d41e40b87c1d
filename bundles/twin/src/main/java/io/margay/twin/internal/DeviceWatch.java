package io.margay.twin.internal;

import io.margay.dmi.NamespacedName;
import io.margay.meta.MetaStore;
import io.margay.meta.Resource;
import io.margay.meta.ResourceType;
import io.margay.meta.Selector;
import io.margay.meta.Watch;
import io.margay.meta.WatchEvent;
import io.margay.meta.WatchListener;
import io.margay.twin.internal.manifest.ManifestTypes;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows one type of resource, and goes on from the start whenever the store cuts the watch. */
final class DeviceWatch implements WatchListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceWatch.class);

  private final MetaStore meta;
  private final ResourceType type;
  private final Consumer<NamespacedName> changed;
  private final TwinThread thread;
  private final Runnable toldAll;
  private final Object lock = new Object();
  private @Nullable Watch watch;
  private boolean once;
  private boolean closed;

  /**
   * @param changed is given the name of each resource that changed
   * @param thread starts the watch again after a cut
   * @param toldAll is run each time that all there is to tell was told
   */
  DeviceWatch(
      MetaStore meta,
      ResourceType type,
      TwinThread thread,
      Consumer<NamespacedName> changed,
      Runnable toldAll) {
    this.meta = meta;
    this.type = type;
    this.thread = thread;
    this.changed = changed;
    this.toldAll = toldAll;
  }

  void start() {
    synchronized (lock) {
      if (!closed) {
        watch = meta.watch(type, Selector.ALL, 0, this);
      }
    }
  }

  /** Tells of each resource that exists, and ends. */
  void startOnce() {
    synchronized (lock) {
      once = true;
    }
    start();
  }

  @Override
  public void onEvents(List<WatchEvent> events) {
    for (WatchEvent event : events) {
      if (event instanceof WatchEvent.Updated updated) {
        tell(updated.resource());
      } else if (event instanceof WatchEvent.Deleted deleted) {
        tell(deleted.last());
      } else if (event instanceof WatchEvent.Bookmark) {
        toldAll.run();
        closeIfOnce();
      }
    }
  }

  private void closeIfOnce() {
    synchronized (lock) {
      if (once) {
        thread.run(this::close);
      }
    }
  }

  private void tell(Resource resource) {
    changed.accept(ManifestTypes.name(resource.key()));
  }

  @Override
  public void onCut(String reason) {
    synchronized (lock) {
      if (!closed) {
        LOG.warn("the watch on {} was cut: {}; starting it again in 1 s", type, reason);
        thread.runIn(Duration.ofSeconds(1), this::start);
      }
    }
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
