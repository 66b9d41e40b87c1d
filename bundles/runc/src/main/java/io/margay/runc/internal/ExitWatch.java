package io.margay.runc.internal;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.EngineListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of containers that end, as soon as conmon writes their exit code: one thread for all. A
 * conmon that was killed writes nothing, so every few seconds somebody should look.
 */
final class ExitWatch implements ContainerEngine.Subscription {
  private static final long LOOK_SECONDS = 5;
  private static final Logger log = LoggerFactory.getLogger(ExitWatch.class);

  private final WatchService service;
  private final EngineListener listener;

  private ExitWatch(WatchService service, EngineListener listener) {
    this.service = service;
    this.listener = listener;
  }

  static ExitWatch start(Path exits, EngineListener listener) throws IOException {
    WatchService service = exits.getFileSystem().newWatchService();
    exits.register(service, StandardWatchEventKinds.ENTRY_CREATE);
    ExitWatch watch = new ExitWatch(service, listener);
    Thread thread = new Thread(watch::listen, "runc-exits");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  private void listen() {
    try {
      while (true) {
        WatchKey key = service.poll(LOOK_SECONDS, TimeUnit.SECONDS);
        if (key != null) {
          key.pollEvents();
          if (!key.reset()) {
            return; // The folder is gone.
          }
        }
        listener.changed("");
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      log.debug("ends of containers are told no more");
    } finally {
      close();
      listener.ended();
    }
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
