package io.margay.manifests.internal;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says when the system tells of a change in the folder; where it does not, polling must do. */
final class FolderSignals implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FolderSignals.class);
  private final @Nullable WatchService service;
  private final Thread thread;

  FolderSignals(Path folder, Runnable onChange) {
    service = register(folder);
    thread = new Thread(() -> pass(onChange), "margay-manifests-watch");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      if (service != null) {
        service.close();
      }
      thread.join();
    } catch (IOException e) {
      log.debug("Closing the watch of the folder: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static @Nullable WatchService register(Path folder) {
    try {
      WatchService service = folder.getFileSystem().newWatchService();
      try {
        folder.register(
            service,
            StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_MODIFY,
            StandardWatchEventKinds.ENTRY_DELETE);
        return service;
      } catch (IOException e) {
        service.close();
        throw e;
      }
    } catch (IOException e) {
      log.info(
          "{} is polled only, as the system tells of no changes there: {}", folder, e.toString());
      return null;
    }
  }

  private void pass(Runnable onChange) {
    if (service == null) {
      return;
    }
    try {
      boolean valid = true;
      while (valid) {
        WatchKey key = service.take();
        key.pollEvents();
        valid = key.reset();
        onChange.run();
      }
    } catch (ClosedWatchServiceException | InterruptedException e) {
      log.trace("The watch of the folder ends");
    }
  }
}
