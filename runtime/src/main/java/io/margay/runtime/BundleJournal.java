package io.margay.runtime;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;

/** Tells the log about bundles that fail; the node goes on without them. */
final class BundleJournal implements FrameworkListener {
  private static final long START_SECONDS = 5;

  private final NodeLog log;
  private final CountDownLatch started = new CountDownLatch(1);
  private final Set<String> failed = new ConcurrentSkipListSet<>();

  BundleJournal(NodeLog log) {
    this.log = log;
  }

  @Override
  public void frameworkEvent(FrameworkEvent event) {
    Bundle bundle = event.getBundle();
    if (event.getType() == FrameworkEvent.ERROR) {
      failed.add(bundle.getSymbolicName());
      log.error(
          "bundle %s %s failed: %s"
              .formatted(
                  bundle.getSymbolicName(), bundle.getVersion(), Reason.of(event.getThrowable())));
    } else if (event.getType() == FrameworkEvent.STARTED) {
      started.countDown();
    } else if (event.getType() == FrameworkEvent.WARNING) {
      log.warn(
          "bundle %s: %s".formatted(bundle.getSymbolicName(), Reason.of(event.getThrowable())));
    }
  }

  /** Returns when all events of the start have been heard; they come from a thread of their own. */
  void awaitStarted() throws InterruptedException {
    if (!started.await(START_SECONDS, TimeUnit.SECONDS)) {
      log.warn("the framework has not told that it started; going on");
    }
  }

  /** Symbolic names of the bundles that failed so far. */
  Set<String> failed() {
    return new TreeSet<>(failed);
  }
}
