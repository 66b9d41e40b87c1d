package io.margay.runtime;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;

/**
 * Has the archive of classes made by another process, a minute after the node was ready: a node at
 * the edge is seldom stopped in good order, and this one would have to stand still for a second to
 * write it itself. The process is of the lowest priority.
 */
final class ArchiveMaker {
  private static final Duration DELAY = Duration.ofMinutes(1);
  private static final long MOST_MINUTES = 5;

  private final Layout layout;
  private final BundleContext context;
  private final NodeLog log;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this::makeInTime, "margay-class-archive");

  private ArchiveMaker(Layout layout, BundleContext context, NodeLog log) {
    this.layout = layout;
    this.context = context;
    this.log = log;
    thread.setDaemon(true);
  }

  /** Begins to wait, unless there is an archive. */
  static Optional<ArchiveMaker> start(Layout layout, BundleContext context, NodeLog log) {
    if (ClassArchive.wanted(log).isEmpty()) {
      return Optional.empty();
    }
    ArchiveMaker maker = new ArchiveMaker(layout, context, log);
    maker.thread.start();
    return Optional.of(maker);
  }

  private void makeInTime() {
    try {
      if (!stop.await(DELAY.toMillis(), TimeUnit.MILLISECONDS)) {
        make();
      }
    } catch (IOException e) {
      log.warn("the next start is not faster: no class archive: %s".formatted(Reason.of(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void make() throws IOException, InterruptedException {
    LoadedClasses loaded = LoadedClasses.here(context);
    Process process =
        new ProcessBuilder(layout.home().resolve("bin/margay").toString(), "archive")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      try (PrintStream in =
          new PrintStream(process.getOutputStream(), false, StandardCharsets.UTF_8)) {
        loaded.writeTo(in);
      }
      if (process.waitFor(MOST_MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0) {
        log.info("the next start is faster: there is an archive of classes in var/cds");
      } else {
        log.warn("the next start is not faster: the making of a class archive failed");
      }
    } finally {
      process.destroyForcibly();
    }
  }

  /** Gives up, if it has not come to its end. */
  void stop() throws InterruptedException {
    stop.countDown();
    thread.interrupt();
    thread.join();
  }
}
