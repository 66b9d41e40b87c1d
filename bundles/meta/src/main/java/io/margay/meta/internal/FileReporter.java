package io.margay.meta.internal;

import io.margay.sqlite.DatabaseException;
import io.margay.sqlite.DatabaseListener;
import io.margay.sqlite.Failure;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log how the store's file fares, and has the watches look when it was opened. */
final class FileReporter implements DatabaseListener {
  private static final Logger log = LoggerFactory.getLogger(FileReporter.class);
  private final Path file;
  private final Runnable whenOpened;

  FileReporter(Path file, Runnable whenOpened) {
    this.file = file;
    this.whenOpened = whenOpened;
  }

  @Override
  public void opened() {
    whenOpened.run();
  }

  @Override
  public void setAside(Path keptAs, String fault) {
    log.error(
        "{} is damaged: {}. It is kept as {}; a new one is begun, and manifests and the cloud fill"
            + " it again",
        file,
        fault,
        keptAs.getFileName());
  }

  @Override
  public void failed(DatabaseException reason) {
    log.error(
        "{}.{}", reason.getMessage(), reason.failure() == Failure.NEWER ? "" : " Reads go on");
  }

  @Override
  public void recovered() {
    log.info("{} can be written again", file);
  }
}
